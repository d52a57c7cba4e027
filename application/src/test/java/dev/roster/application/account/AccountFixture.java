package dev.roster.application.account;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.Precondition;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/**
 * The services for accounts on mocks. Ann, her creator and an admin are stored; Ann has the password "right" and an
 * unused token of each purpose.
 */
abstract class AccountFixture {

    /** All operations that change a stored user. */
    enum Operation {
        UPDATE_USER,
        UPDATE_PROFILE,
        VERIFY_EMAIL,
        CHANGE_ROLE,
        DELETE_USER;

        /** Returns the user as changed by {@link #apply}, before it is stored. */
        User changed(User user) {
            User changed = switch (this) {
                case UPDATE_USER -> user.withEmail(ANN.email()).withName("Bea").withBio("");
                case UPDATE_PROFILE -> user.withName("Bea");
                case VERIFY_EMAIL -> user.withVerified(true);
                case CHANGE_ROLE -> user.withRole(Role.ADMIN);
                case DELETE_USER -> user;
            };
            return changed.withUpdatedAt(NOW);
        }
    }

    static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    static final ClientAddress CLIENT_ADDRESS = new ClientAddress("192.0.2.1");
    static final User CREATOR = user(7, "creator@example.com", null);
    static final User ADMIN = user(9, "admin@example.com", null).withRole(Role.ADMIN);
    static final User ANN = user(42, "Ann@Example.com", CREATOR.id());
    static final UserId ID = ANN.id();
    static final Caller CALLER = new Caller(ID, CLIENT_ADDRESS);

    /** Key of Ann's email address, which identifies her account to the throttle. */
    static final String ANN_KEY = "ann@example.com";

    /** Keys that count failures of Ann's account: with her client, and of all clients. */
    static final String ANN_LOGIN = "login:192.0.2.1 " + ANN_KEY;

    static final String ANN_ACCOUNT = "account:" + ANN_KEY;

    static final PasswordHash HASH = new PasswordHash("hash of right");
    static final Credentials CREDENTIALS = new Credentials(ID, HASH, 7);
    static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");
    static final String TOKEN = "token";
    static final TokenHash TOKEN_HASH = TokenHash.of(new OneTimeSecret(TOKEN));

    /** Expected messages have this id; {@link MockedStorage#assertAppended} ignores it. */
    static final MessageId ANY_ID = MessageId.random();

    final StorageUnavailableException down = new StorageUnavailableException("down");
    final MockedStorage mocked = new MockedStorage();
    final PasswordHasher hasher = mock();
    final TokenGenerator secrets = mock();
    final LoginThrottle throttle = mock();
    final InstantSource clock = InstantSource.fixed(NOW);
    final UserCache cache;
    final UserService users;
    final OneTimeTokenMailer tokenMailer;
    final AccountService accounts;
    final AdminService admins;

    AccountFixture() {
        this(UserCache.NONE);
    }

    AccountFixture(UserCache cache) {
        this.cache = cache;
        users = new UserService(mocked.storage, cache, hasher, secrets, throttle, clock);
        tokenMailer = new OneTimeTokenMailer(mocked.storage, secrets, clock);
        accounts = new AccountService(mocked.storage, cache, hasher, throttle, clock);
        admins = new AdminService(mocked.storage, cache, clock);
    }

    private static User user(long id, String email, UserId createdBy) {
        return new NewUser(new EmailAddress(email), "User " + id, "A bio", createdBy, THEN).toUser(new UserId(id));
    }

    @BeforeEach
    final void stubStoredUsers() {
        for (User user : List.of(ANN, CREATOR, ADMIN)) {
            when(mocked.users.findById(user.id())).thenReturn(Optional.of(user));
            when(mocked.unitUsers.findById(user.id())).thenReturn(Optional.of(user));
        }
        when(mocked.unitUsers.lock(any())).thenAnswer(call -> mocked.unitUsers.findById(call.getArgument(0)));
        when(mocked.users.findByEmail(any()))
                .thenAnswer(call -> Optional.of(ANN).filter(ann -> ann.email().sameAccountAs(call.getArgument(0))));
        when(mocked.credentials.findByUserId(ID)).thenReturn(Optional.of(CREDENTIALS));
        when(mocked.unitCredentials.findByUserId(ID)).thenReturn(Optional.of(CREDENTIALS));
        for (Purpose purpose : Purpose.values()) {
            when(mocked.tokens.find(TOKEN_HASH, purpose, NOW)).thenReturn(Optional.of(ID));
            when(mocked.unitTokens.consume(TOKEN_HASH, purpose, NOW)).thenReturn(Optional.of(ID));
            when(mocked.unitTokens.find(TOKEN_HASH, purpose, NOW)).thenReturn(Optional.of(ID));
        }
        when(hasher.verify("right", HASH)).thenReturn(true);
        when(secrets.generate()).thenReturn(SECRET);
        when(hasher.reserved()).thenReturn(hasher);
        when(throttle.admit(any(), any())).thenReturn(new LoginThrottle.Admitted());
        when(throttle.admit(any(), anyInt(), any())).thenReturn(new LoginThrottle.Admitted());
        when(throttle.admitRequest(any(), anyInt(), any())).thenReturn(new LoginThrottle.Admitted());
    }

    /** Applies an operation to Ann. Only those of {@link UserService} evaluate the precondition. */
    final void apply(Operation operation, Precondition precondition) {
        switch (operation) {
            case UPDATE_USER -> users.updateUser(CALLER, ID, new UserUpdate(ANN.email(), "Bea", ""), precondition);
            case UPDATE_PROFILE ->
                users.updateProfile(CALLER, ID, new ProfileUpdate(Optional.of("Bea"), Optional.empty()), precondition);
            case VERIFY_EMAIL -> accounts.verifyEmail(TOKEN, CLIENT_ADDRESS);
            case CHANGE_ROLE -> admins.changeRole(ANN.email(), Role.ADMIN, true);
            case DELETE_USER -> users.deleteUser(CALLER, ID, precondition);
        }
    }
}
