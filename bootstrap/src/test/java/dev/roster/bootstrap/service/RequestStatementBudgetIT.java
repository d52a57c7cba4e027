package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.bootstrap.CloseableStack;
import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Budgets for the statements that PostgreSQL executes for one request, including those of the relay. Polls of other
 * threads can only increase a count, so the smallest of several counts is compared.
 */
@Isolated("counts what all threads of this process send")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestStatementBudgetIT {

    private static final int REQUESTS = 6;

    @TempDir
    static Path directory;

    @AutoClose
    private final CloseableStack resources = new CloseableStack();

    private final PostgresDatabase postgres =
            resources.add(PostgresServer.running().database("empty", fresh -> {}));
    private final StatementRecorder recorder = resources.add(StatementRecorder.ofOtherThreads());
    private final String email = Unique.email();
    private JooqStorage storage;
    private TestApiClient api;
    private String token;
    private String post;

    @BeforeAll
    void start() {
        Roster roster = resources.add(LowCostRoster.start(TestSettings.of(
                StatementRecorder.withStatementTexts(postgres.url()), "MAIL_DIR", directory.toString())));
        storage = resources.add(JooqStorage.open(Database.parse(postgres.url())));
        api = new TestApiClient(roster.baseUri());
        token = TestApiClient.token(api.register(email, "Ann"));
        post = TestApiClient.id(post());
    }

    private enum Operation {
        REGISTRATION,
        LOGIN,
        FAILED_LOGIN,
        POST,
        COMMENT,
        PROFILE_UPDATE,
        FIRST_PAGE
    }

    private HttpResponse<String> post() {
        return api.post("/posts", "{\"title\":\"Title\",\"content\":\"Text\",\"published\":true}", token);
    }

    private int statusOf(Operation operation) {
        return switch (operation) {
            case REGISTRATION -> api.register(Unique.email(), "Ann").statusCode();
            case LOGIN -> api.logIn(email).statusCode();
            // Another account each time: after some failures the throttle answers without statements.
            case FAILED_LOGIN -> api.logIn(Unique.email()).statusCode();
            case POST -> post().statusCode();
            case COMMENT ->
                api.post("/posts/" + post + "/comments", "{\"content\":\"Text\"}", token)
                        .statusCode();
            case PROFILE_UPDATE ->
                api.patch("/users/me", "{\"bio\":\"" + Unique.email() + "\"}", token)
                        .statusCode();
            case FIRST_PAGE -> api.get("/posts").statusCode();
        };
    }

    private List<String> statementsOf(Operation operation, int status) {
        recorder.reset();
        assertThat(statusOf(operation)).isEqualTo(status);
        RosterProcess.await(
                "the relay is done", () -> storage.outboxQueue().stats().waiting() == 0);
        return recorder.statements();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # operation    | status | statements | round trips
            REGISTRATION   | 201    | 13         | 12
            LOGIN          | 200    | 3          | 3
            FAILED_LOGIN   | 401    | 3          | 3
            POST           | 201    | 3          | 3
            COMMENT        | 201    | 4          | 4
            PROFILE_UPDATE | 200    | 11         | 10
            FIRST_PAGE     | 200    | 1          | 1
            """)
    void staysWithinBudget(Operation operation, int status, int statements, int roundTrips) {
        List<String> fewest = Stream.generate(() -> statementsOf(operation, status))
                .limit(REQUESTS)
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();

        assertThat(fewest).as("statements").hasSizeBetween(1, statements);
        assertThat(StatementRecorder.roundTrips(fewest))
                .as("round trips of " + fewest)
                .isLessThanOrEqualTo(roundTrips);
    }

    @Test
    void countsStatementsOfOtherThreads() {
        recorder.reset();

        CompletableFuture.runAsync(
                        () -> storage.inTransaction(unit -> unit.auditLog().findLatest(7)))
                .join();

        List<String> audit = recorder.statements().stream()
                .filter(sql -> !sql.contains("outbox"))
                .toList();
        assertThat(audit).hasSizeGreaterThanOrEqualTo(3).anyMatch(sql -> sql.contains("from audit_events"));
        assertThat(StatementRecorder.roundTrips(audit)).isLessThan(audit.size());
    }
}
