package dev.roster.bootstrap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.contract.api.MailFolder;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import dev.roster.testkit.server.TcpProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions and failed logins on two nodes with one PostgreSQL and one Redis, which may be unreachable. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIT {

    private static final String WRONG_PASSWORD = "wrong horse";
    private static final String NEW_PASSWORD = "another battery staple";

    /** Documented number of consecutive failed logins after which the first pause starts. */
    private static final int FAILURES_BEFORE_PAUSE = 5;

    @TempDir
    static Path directory;

    @AutoClose
    private final DedicatedRedisServer redis = new DedicatedRedisServer();

    @AutoClose
    private final PostgresDatabase postgres = PostgresServer.running().database("empty", fresh -> {});

    @AutoClose
    private final TcpProxy network = new TcpProxy("localhost", redis.port());

    private final List<RosterProcess> nodes = new ArrayList<>();
    private TestApiClient one;
    private TestApiClient other;

    TwoNodesIT() throws IOException {}

    @BeforeAll
    void start() throws Exception {
        Map<String, String> settings = TestSettings.of(
                postgres.url(),
                "REDIS_URL",
                "redis://localhost:" + network.port(),
                // A long timeout, because the machine may be busy and the timeout is not tested here.
                "REDIS_TIMEOUT",
                "PT0.25S",
                "MAIL_DIR",
                mails().folder().toString());
        nodes.add(RosterProcess.serveAtLowCost(directory, settings));
        nodes.add(RosterProcess.serveAtLowCost(directory, settings));
        one = nodes.get(0).api();
        other = nodes.get(1).api();
    }

    @AfterEach
    void restoreRedis() throws IOException {
        network.restore();
        RosterProcess.await("Redis seen by both", () -> one.isRedisUp() && other.isRedisUp());
    }

    @AfterAll
    void stop() {
        nodes.forEach(RosterProcess::close);
    }

    /** Actions that end all sessions of a user. */
    private enum SessionEnd {
        PASSWORD_CHANGE(NEW_PASSWORD),
        LOG_OUT(TestApiClient.PASSWORD),
        RESET(NEW_PASSWORD);

        private final String passwordAfterwards;

        SessionEnd(String passwordAfterwards) {
            this.passwordAfterwards = passwordAfterwards;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PASSWORD_CHANGE, true",
        "LOG_OUT, true",
        "RESET, true",
        "PASSWORD_CHANGE, false",
        "LOG_OUT, false",
        "RESET, false"
    })
    void endsSessionsOnOtherNodeWithOrWithoutRedis(SessionEnd end, boolean withRedis) throws Exception {
        String email = registerUser();
        String elsewhere = logInOn(other, email);
        String here = logInOn(one, email);
        assertThat(me(other, elsewhere)).isEqualTo(200);
        assertThat(me(other, here)).as("both nodes accept both").isEqualTo(200);
        if (!withRedis) {
            network.dropTraffic();
        }

        endSessions(end, email, here);

        assertThat(me(other, elsewhere)).isEqualTo(401);
        assertThat(me(other, here)).isEqualTo(401);
        assertThat(me(one, elsewhere)).isEqualTo(401);
        HttpResponse<String> again = other.logIn(email, end.passwordAfterwards);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(me(one, TestApiClient.token(again))).isEqualTo(200);
    }

    @Test
    void failedLoginsThrottleOtherNode() throws Exception {
        String email = registerUser();
        // Counting alone, the other node would reject fewer. The pauses double, so slow machines get there too.
        int throttled = 0;
        for (int tries = 1; tries < FAILURES_BEFORE_PAUSE && throttled == 0; tries++) {
            failUntilThrottled(one, email);
            HttpResponse<String> answer = other.logIn(email);
            if (answer.statusCode() == 429) {
                throttled = tries;
                assertRetryAfter(answer);
            }
        }

        assertThat(throttled).as("the other node rejects too").isPositive();
    }

    @Test
    void throttlesOnEachNodeWithoutRedis() throws Exception {
        String email = registerUser();
        network.dropTraffic();

        for (TestApiClient node : List.of(one, other)) {
            assertThat(failUntilThrottled(node, email)).isGreaterThanOrEqualTo(FAILURES_BEFORE_PAUSE);
        }
    }

    private void endSessions(SessionEnd end, String email, String session) throws Exception {
        HttpResponse<String> ended = switch (end) {
            case PASSWORD_CHANGE ->
                one.post(
                        "/auth/password",
                        "{\"current\":\"" + TestApiClient.PASSWORD + "\",\"password\":\"" + NEW_PASSWORD + "\"}",
                        session);
            case LOG_OUT -> one.post("/auth/logout", "", session);
            case RESET -> one.confirmPasswordReset(resetToken(email), NEW_PASSWORD);
        };
        assertThat(ended.statusCode()).as(ended.body()).isEqualTo(204);
    }

    private String resetToken(String email) throws Exception {
        assertThat(one.requestPasswordReset(email).statusCode()).isEqualTo(202);
        RosterProcess.await(
                "the mail", () -> !mails().tokens(Kind.PASSWORD_RESET, email).isEmpty());
        return mails().tokens(Kind.PASSWORD_RESET, email).get(0);
    }

    private MailFolder mails() {
        return new MailFolder(directory.resolve("mails"));
    }

    private String registerUser() {
        String email = Unique.email();
        assertThat(one.register(email, "Ann").statusCode()).isEqualTo(201);
        return email;
    }

    private static String logInOn(TestApiClient node, String email) {
        return TestApiClient.token(node.logIn(email));
    }

    private static int me(TestApiClient node, String session) {
        return node.get("/users/me", session).statusCode();
    }

    /** Tries a wrong password until the throttle rejects it, and returns the number of attempts before. */
    private static int failUntilThrottled(TestApiClient node, String email) {
        for (int failures = 0; failures < 2 * FAILURES_BEFORE_PAUSE; failures++) {
            HttpResponse<String> answer = node.logIn(email, WRONG_PASSWORD);
            if (answer.statusCode() == 429) {
                assertRetryAfter(answer);
                return failures;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        }
        throw new AssertionError("never throttled");
    }

    private static void assertRetryAfter(HttpResponse<String> refusal) {
        assertThat(refusal.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 900L);
    }
}
