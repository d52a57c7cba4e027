package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.bootstrap.mail.ScriptedSmtpServer;
import dev.roster.bootstrap.mail.ScriptedSmtpServer.Mail;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Outages of the mail server: registrations succeed, and their mails are delivered once the server is back. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class MailServerOutageIT {

    private static final int REGISTRATIONS = 8;
    private static final Pattern TOKEN = Pattern.compile("/verify-email\\?token=([A-Za-z0-9_-]{20,})");

    @TempDir
    Path directory;

    @AutoClose
    private final PostgresDatabase database =
            PostgresServer.running().database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));

    @AutoClose
    private final JooqStorage storage = JooqStorage.open(Database.parse(database.url()));

    @AutoClose
    private final ScriptedSmtpServer smtp = new ScriptedSmtpServer();

    private final List<String> registered = new ArrayList<>();

    MailServerOutageIT() throws IOException {}

    @Test
    void deliversMailsAfterServerRestart() throws Exception {
        try (RosterProcess roster = RosterProcess.serveAtLowCost(directory, settings())) {
            TestApiClient api = roster.api();
            register(api);
            RosterProcess.await("the first mail", () -> smtp.mails().size() == 1);
            RosterProcess.await(
                    "removal of its outbox entry", () -> waitingEntries().isEmpty());

            smtp.stop();

            for (int i = 0; i < REGISTRATIONS; i++) {
                register(api);
            }
            RosterProcess.await("a logged failure", () -> warnings(roster).size() == 1);
            // By the second attempt for the oldest mail, most others have failed once. The log still has one line.
            RosterProcess.await(
                    "attempts",
                    () -> waitingEntries().stream()
                            .anyMatch(letter ->
                                    letter.attempts() >= 2 && letter.lastError().isPresent()));
            assertThat(outboxListing())
                    .contains("\tmail server " + smtp.url() + ": ")
                    .endsWith("\n" + REGISTRATIONS + " waiting, 0 dead\n");
            assertThat(smtp.mails()).hasSize(1);

            smtp.restart();

            RosterProcess.await("all mails", () -> smtp.mails().size() == 1 + REGISTRATIONS);
            RosterProcess.await("an empty outbox", () -> waitingEntries().isEmpty());
            assertThat(smtp.mails()).flatExtracting(Mail::recipients).containsExactlyInAnyOrderElementsOf(registered);
            assertThat(smtp.mails())
                    .extracting(mail -> mail.message().getMessageID())
                    .doesNotHaveDuplicates();
            assertThat(warnings(roster)).singleElement().asString().contains("VerificationEmail", smtp.url());
            assertThat(roster.out().lines().filter(line -> line.contains("earlier deliveries of its kind had failed")))
                    .hasSize(1);
            assertThat(roster.out() + roster.err())
                    .doesNotContain(tokens())
                    .doesNotContain(TestSettings.JWT_SECRET, TestApiClient.PASSWORD, database.url());
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
        List<String> tokens = smtp.mails().stream()
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
        return TestSettings.of(database.url(), "SMTP_URL", smtp.url());
    }
}
