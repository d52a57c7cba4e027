package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.access.Caller;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.Registration;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.secrets.SecureTokenGenerator;
import dev.roster.bootstrap.throttle.LocalLoginThrottle;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryAccessTokens;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it costs PostgreSQL and the hasher tells nobody who has an account. */
class AccountEnumerationIT {

    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final int FREE_FAILURES = 5;

    private final PostgresDatabase postgres =
            PostgresServer.running().database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));
    private final StatementRecorder sent = StatementRecorder.ofThisThread();
    private final JooqStorage storage = JooqStorage.open(StatementRecorder.withTexts(Database.parse(postgres.url())));
    private final SettableClock clock = new SettableClock();
    private final FastPasswordHasher hasher = new FastPasswordHasher();
    private final LoginThrottle throttle = new LocalLoginThrottle(clock);
    private final UserService users =
            new UserService(storage, UserCache.NONE, hasher, new SecureTokenGenerator(), throttle, clock);
    private final AccountService accounts = new AccountService(storage, UserCache.NONE, hasher, throttle, clock);
    private final AuthService auth =
            new AuthService(storage, hasher, new InMemoryAccessTokens(Duration.ofHours(1), clock), throttle, clock);

    private Map<String, String> addresses = Map.of();

    @BeforeEach
    void fill() {
        Registration known = register();
        accounts.verifyEmail(known.verificationToken().value(), FROM);
        EmailAddress unclaimed = Unique.emailAddress();
        users.createUser(new Caller(known.user().id()), unclaimed, "Bob");
        addresses = Map.of(
                "known", known.user().email().value(),
                "unverified", register().user().email().value(),
                "passwordless", unclaimed.value(),
                "unknown", Unique.email());
    }

    private Registration register() {
        return users.registerUser(Unique.emailAddress(), new Password(TestApiClient.PASSWORD), "Ann");
    }

    @AfterEach
    void close() {
        storage.close();
        sent.close();
        postgres.close();
    }

    /** What it took. */
    private record Cost(int hashes, List<String> statements) {}

    private Cost cost(Runnable call) {
        int before = hasher.computations();
        List<String> statements = sent.during(call);
        return new Cost(hasher.computations() - before, statements);
    }

    private void assertAlike(int hashes, int statements, Consumer<String> call) {
        List<Cost> costs = new ArrayList<>();
        addresses.forEach((kind, email) -> {
            Cost cost = cost(() -> call.accept(email));
            assertThat(cost.hashes()).as(kind).isEqualTo(hashes);
            assertThat(cost.statements()).as(kind).hasSize(statements);
            costs.add(cost);
        });
        assertThat(costs).hasSize(4).containsOnly(costs.get(0));
    }

    private void fail(String email) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(email, "wrong horse", FROM));
    }

    private void beRefused(String email, String password) {
        assertThatExceptionOfType(TooManyAttemptsException.class).isThrownBy(() -> auth.logIn(email, password, FROM));
    }

    @Test
    void failedLoginsCostTheSame() {
        // The user, the credentials, the record of it.
        assertAlike(1, 3, this::fail);
    }

    @Test
    void throttledLoginsCostTheSame() {
        addresses.values().forEach(email -> {
            for (int i = 0; i < FREE_FAILURES; i++) {
                fail(email);
            }
        });

        // The first refusal of a pause is recorded, for which the user is looked up.
        assertAlike(0, 2, email -> beRefused(email, "wrong horse"));
        assertAlike(0, 0, email -> beRefused(email, "wrong horse"));
        assertAlike(0, 0, email -> beRefused(email, TestApiClient.PASSWORD));
    }

    @Test
    void requestsOfAResetCostTheSame() {
        assertAlike(0, 1, email -> accounts.askPasswordReset(email, FROM));
    }

    @Test
    void requestsOfAResetThatAreTooManyCostTheSame() {
        addresses.values().forEach(email -> {
            for (int i = 0; i < FREE_FAILURES; i++) {
                accounts.askPasswordReset(email, FROM);
            }
        });

        assertAlike(0, 0, email -> accounts.askPasswordReset(email, FROM));
    }

    @Test
    void statementsAreCountedTruly() {
        EmailAddress nobody = Unique.emailAddress();

        assertThat(sent.during(storage::ping)).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(sent.during(() -> storage.users().findByEmail(nobody)))
                    .singleElement()
                    .asString()
                    .startsWith("select users.id");
            assertThat(sent.during(
                            () -> storage.inTransaction(unit -> unit.users().findByEmail(nobody))))
                    .hasSize(3)
                    .startsWith("BEGIN")
                    .endsWith("COMMIT");
        }
    }
}
