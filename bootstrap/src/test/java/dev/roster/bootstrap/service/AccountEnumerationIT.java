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
import dev.roster.bootstrap.CloseableStack;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Checks on PostgreSQL that statements and hashes do not reveal whether an email address has an account. {@code
 * AccountEnumerationTest} in {@code adapters-http} checks the responses.
 */
class AccountEnumerationIT {

    private static final ClientAddress CLIENT_ADDRESS = new ClientAddress("192.0.2.1");

    @AutoClose
    private final CloseableStack resources = new CloseableStack();

    private final PostgresDatabase postgres = resources.add(PostgresServer.running()
            .database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url()))));
    private final StatementRecorder recorder = resources.add(StatementRecorder.ofThisThread());
    private final JooqStorage storage =
            resources.add(JooqStorage.open(StatementRecorder.withStatementTexts(Database.parse(postgres.url()))));
    private final SettableClock clock = new SettableClock();
    private final FastPasswordHasher hasher = new FastPasswordHasher();
    private final LoginThrottle throttle = new LocalLoginThrottle(clock);
    private final UserService users =
            new UserService(storage, UserCache.NONE, hasher, new SecureTokenGenerator(), throttle, clock);
    private final AccountService accounts = new AccountService(storage, UserCache.NONE, hasher, throttle, clock);
    private final AuthService auth =
            new AuthService(storage, hasher, new InMemoryAccessTokens(Duration.ofHours(1), clock), throttle, clock);

    private Map<String, String> emails = Map.of();

    @BeforeEach
    void createAccounts() {
        Registration known = register();
        accounts.verifyEmail(known.verificationToken().value(), CLIENT_ADDRESS);
        EmailAddress unclaimed = Unique.emailAddress();
        users.createUser(new Caller(known.user().id()), unclaimed, "Bob");
        emails = Map.of(
                "known", known.user().email().value(),
                "unverified", register().user().email().value(),
                "passwordless", unclaimed.value(),
                "unknown", Unique.email());
    }

    private Registration register() {
        return users.registerUser(Unique.emailAddress(), new Password(TestApiClient.PASSWORD), "Ann");
    }

    /** The statements and hashes of a request. */
    private record Cost(int hashes, List<String> statements) {}

    private Cost measureCost(Runnable call) {
        int before = hasher.computations();
        List<String> statements = recorder.record(call);
        return new Cost(hasher.computations() - before, statements);
    }

    private void assertEqualCost(int hashes, int statements, Consumer<String> call) {
        List<Cost> costs = new ArrayList<>();
        emails.forEach((kind, email) -> {
            Cost cost = measureCost(() -> call.accept(email));
            assertThat(cost.hashes()).as(kind).isEqualTo(hashes);
            assertThat(cost.statements()).as(kind).hasSize(statements);
            costs.add(cost);
        });
        assertThat(costs).hasSize(4).containsOnly(costs.get(0));
    }

    private void assertLoginFails(String email) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(email, "wrong horse", CLIENT_ADDRESS));
    }

    private void assertLoginThrottled(String email, String password) {
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> auth.logIn(email, password, CLIENT_ADDRESS));
    }

    @Test
    void failedLoginsCostTheSame() {
        // The user, the credentials, the audit event.
        assertEqualCost(1, 3, this::assertLoginFails);
    }

    @Test
    void throttledLoginsCostTheSame() {
        emails.values().forEach(email -> {
            for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
                assertLoginFails(email);
            }
        });

        // The first rejection of a pause is recorded, which requires a lookup of the user.
        assertEqualCost(0, 2, email -> assertLoginThrottled(email, "wrong horse"));
        assertEqualCost(0, 0, email -> assertLoginThrottled(email, "wrong horse"));
        assertEqualCost(0, 0, email -> assertLoginThrottled(email, TestApiClient.PASSWORD));
    }

    @Test
    void resetRequestsCostTheSame() {
        assertEqualCost(0, 1, email -> accounts.requestPasswordReset(email, CLIENT_ADDRESS));
    }

    @Test
    void throttledResetRequestsCostTheSame() {
        emails.values().forEach(email -> {
            for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
                accounts.requestPasswordReset(email, CLIENT_ADDRESS);
            }
        });

        assertEqualCost(0, 0, email -> accounts.requestPasswordReset(email, CLIENT_ADDRESS));
    }

    @Test
    void countsStatementsCorrectly() {
        EmailAddress nobody = Unique.emailAddress();

        assertThat(recorder.record(storage::ping)).containsExactly("show transaction_read_only");
        for (int i = 0; i < 10; i++) {
            assertThat(recorder.record(() -> storage.users().findByEmail(nobody)))
                    .singleElement()
                    .asString()
                    .startsWith("select users.id");
            assertThat(recorder.record(
                            () -> storage.inTransaction(unit -> unit.users().findByEmail(nobody))))
                    .hasSize(3)
                    .startsWith("BEGIN")
                    .endsWith("COMMIT");
        }
    }
}
