package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.bootstrap.fault.SlowSmtpServer.Received;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Outages of the mail server: registrations succeed, and their mails are delivered once the server is back. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class MailServerOutageIT {

    private static final int REGISTRATIONS = 8;
    private static final String JWT_SECRET = "a secret for the length of a test run";
    private static final Pattern TOKEN = Pattern.compile("/verify-email\\?token=([A-Za-z0-9_-]{20,})");

    @TempDir
    Path directory;

    private final PostgresDatabase database =
            PostgresServer.running().database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));
    private final JooqStorage storage = JooqStorage.open(Database.parse(database.url()));
    private final List<String> registered = new ArrayList<>();
    private SlowSmtpServer smtp;

    @BeforeEach
    void start() throws IOException {
        smtp = new SlowSmtpServer(1);
    }

    @AfterEach
    void stop() throws IOException {
        smtp.close();
        storage.close();
        database.close();
    }

    private interface Outage {
        void begin() throws IOException;
    }

    @Test
    void deliversMailsAfterServerRestart() throws Exception {
        // By the second attempt for the oldest mail, most others have failed once. The log still has one line.
        registerDuring(smtp::stop, 2);
    }

    /** Slow, because it waits for the timeout of several mails. */
    @Test
    @Tag("slow")
    void deliversMailsAfterServerAnswersAgain() throws Exception {
        // Each attempt waits ten seconds for a reply.
        registerDuring(smtp::stopAnswering, 1);
    }

    private void registerDuring(Outage trouble, int attempts) throws Exception {
        try (RosterProcess roster = RosterProcess.serveAtLowCost(directory, settings())) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            register(api);
            RosterProcess.await("the first mail", () -> smtp.received().size() == 1);
            RosterProcess.await(
                    "removal of its outbox entry", () -> waitingEntries().isEmpty());

            trouble.begin();

            for (int i = 0; i < REGISTRATIONS; i++) {
                register(api);
            }
            RosterProcess.await("a logged failure", () -> warnings(roster).size() == 1);
            RosterProcess.await(
                    "attempts",
                    () -> waitingEntries().stream()
                            .anyMatch(letter -> letter.attempts() >= attempts
                                    && letter.lastError().isPresent()));
            assertThat(outboxListing())
                    .contains("\tmail server " + smtp.url() + ": ")
                    .endsWith("\n" + REGISTRATIONS + " waiting, 0 dead\n");
            assertThat(smtp.received()).hasSize(1);

            smtp.recover();

            RosterProcess.await("all mails", () -> smtp.received().size() == 1 + REGISTRATIONS);
            RosterProcess.await("an empty outbox", () -> waitingEntries().isEmpty());
            assertThat(smtp.received()).extracting(Received::to).containsExactlyInAnyOrderElementsOf(registered);
            assertThat(smtp.received()).extracting(Received::messageId).doesNotHaveDuplicates();
            assertThat(warnings(roster)).singleElement().asString().contains("VerificationEmail", smtp.url());
            assertThat(roster.out().lines().filter(line -> line.contains("earlier deliveries of its kind had failed")))
                    .hasSize(1);
            assertThat(roster.out() + roster.err())
                    .doesNotContain(tokens())
                    .doesNotContain(JWT_SECRET, TestApiClient.PASSWORD, database.url());
        }
    }

    private void register(TestApiClient api) throws Exception {
        String email = "user-" + registered.size() + "@example.com";
        HttpResponse<String> answer = api.register(email, "Ann");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        registered.add(email);
    }

    private static List<String> warnings(RosterProcess roster) {
        return roster.out().lines().filter(line -> line.contains(" WARN ")).toList();
    }

    private List<String> tokens() {
        List<String> tokens = smtp.received().stream()
                .flatMap(mail -> TOKEN.matcher(mail.source()).results().limit(1))
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(tokens).doesNotHaveDuplicates().hasSameSizeAs(registered);
        return tokens;
    }

    private List<OutboxEntry> waitingEntries() {
        return storage.outboxQueue().list(2 * REGISTRATIONS);
    }

    /** Returns the output of {@code outbox list}. */
    private String outboxListing() {
        CommandRun listing = CommandRun.runInProcess(settings(), "outbox", "list");
        assertThat(listing.exitCode()).as(listing.toString()).isZero();
        return listing.out();
    }

    private Map<String, String> settings() {
        return Map.of("DATABASE_URL", database.url(), "JWT_SECRET", JWT_SECRET, "SMTP_URL", smtp.url());
    }
}
