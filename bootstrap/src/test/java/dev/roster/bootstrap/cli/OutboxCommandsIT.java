package dev.roster.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands {@code roster.jar outbox}, with and without running nodes. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class OutboxCommandsIT {

    private static final Instant CREATED = Instant.parse("2024-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private final PostgresDatabase postgres =
            PostgresServer.running().database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));
    private final JooqStorage storage = JooqStorage.open(Database.parse(postgres.url()));

    @AfterEach
    void close() {
        storage.close();
        postgres.close();
    }

    @Test
    void listsWaitingAndDeadMessages() throws Exception {
        assertThat(run(0, "outbox", "list").out()).isEqualTo("0 waiting, 0 dead\n");
        MessageId dead = appendDeadLetter();
        MessageId waiting = appendMessage();

        CommandRun listed = CommandRun.runJar(directory, settings(), "outbox", "list");

        assertThat(listed.exitCode()).as(listed.toString()).isZero();
        String[] lines = listed.out().split("\n");

        assertThat(lines).hasSize(3);
        assertThat(lines[0].split("\t"))
                .startsWith(dead.toString(), "WelcomeNotification", "dead", "created " + CREATED)
                .endsWith("1 attempts", "Redis did not store it: no answer in time");
        assertThat(lines[1].split("\t"))
                .startsWith(waiting.toString(), "WelcomeNotification", "waiting", "created " + CREATED)
                .endsWith("0 attempts");
        assertThat(lines[2]).isEqualTo("1 waiting, 1 dead");
    }

    @Test
    void retriesOneOrAllDeadMessages() throws Exception {
        MessageId one = appendDeadLetter();
        appendDeadLetter();
        appendDeadLetter();

        assertThat(run(0, "outbox", "retry", one.toString()).out()).isEqualTo("1 message is due now\n");
        assertThat(storage.outboxQueue().stats().waiting()).isEqualTo(1);
        assertThat(run(0, "outbox", "retry", "dead").out()).isEqualTo("2 messages are due now\n");
        assertThat(storage.outboxQueue().stats().waiting()).isEqualTo(3);
        assertThat(run(0, "outbox", "retry", "dead").out()).isEqualTo("0 messages are due now\n");
    }

    @Test
    void listsAndRetriesExpiredMails() {
        MessageId untried = appendExpiredMail();
        MessageId failed = appendExpiredMail();
        Claim attempt = claimMail();
        assertThat(attempt.message().id()).isEqualTo(untried);
        assertThat(storage.outboxQueue().expire(attempt)).isTrue();
        storage.outboxQueue().retryLater(claimMail(), CREATED, "mail server says 451");
        assertThat(storage.outboxQueue().expire(claimMail())).isTrue();
        appendDeadLetter();

        String[] lines = run(0, "outbox", "list").out().split("\n");

        assertThat(lines).hasSize(4);
        assertThat(lines[0].split("\t"))
                .startsWith(untried.toString(), "VerificationRequest", "expired", "created " + CREATED)
                .endsWith("0 attempts", "expired before the first delivery attempt");
        assertThat(lines[1].split("\t"))
                .startsWith(failed.toString(), "VerificationRequest", "expired", "created " + CREATED)
                .endsWith("1 attempts", "mail server says 451");
        assertThat(lines[3]).isEqualTo("0 waiting, 1 dead, 2 expired");
        assertThat(run(0, "outbox", "retry", "expired").out()).isEqualTo("2 messages are due now\n");
        assertThat(run(0, "outbox", "retry", "dead").out()).isEqualTo("1 message is due now\n");
        assertThat(run(0, "outbox", "list").out()).endsWith("\n3 waiting, 0 dead\n");
    }

    private MessageId appendExpiredMail() {
        MessageId id = MessageId.random();
        OneTimeSecret secret = new OneTimeSecret("s3cr3t-0f-4-m4il");
        EmailAddress to = new EmailAddress("ann@example.com");
        storage.outbox().append(new VerificationEmail(id, CREATED, to, "Ann", secret, CREATED.plusSeconds(1)));
        return id;
    }

    private Claim claimMail() {
        return storage.outboxQueue()
                .claim(Lane.VERIFICATION, 1, Instant.now(), Duration.ofMinutes(1))
                .get(0);
    }

    @Test
    void servingNodeDeliversRetriedMessage() throws Exception {
        MessageId dead = appendDeadLetter();
        try (RosterProcess roster = RosterProcess.serve(directory, settings())) {
            assertThat(run(0, "outbox", "retry", dead.toString()).out()).isEqualTo("1 message is due now\n");

            RosterProcess.await("its delivery", () -> roster.out().contains("welcome notification " + dead));
            RosterProcess.await(
                    "an empty outbox", () -> storage.outboxQueue().list(10).isEmpty());
        }
    }

    @Test
    void rejectsUnknownMessage() throws Exception {
        String unknown = UUID.randomUUID().toString();

        assertRejects("message " + unknown + " is not in the outbox", "outbox", "retry", unknown);
        assertRejects("must be dead, expired or a message id", "outbox", "retry", "42");
    }

    @Test
    void requiresCurrentSchema() throws Exception {
        Map<String, String> unmigrated = Map.of("DATABASE_URL", "jdbc:h2:mem:unmigrated");
        CommandRun listing = CommandRun.runInProcess(unmigrated, "outbox", "list");

        assertThat(listing.exitCode()).as(listing.toString()).isEqualTo(1);
        assertThat(listing.err()).contains("schema is behind");
    }

    private MessageId appendMessage() {
        MessageId id = MessageId.random();
        storage.inTransaction(unit -> {
            unit.outbox().append(new WelcomeNotification(id, CREATED, new UserId(1), "Ann"));
            return id;
        });
        return id;
    }

    private MessageId appendDeadLetter() {
        MessageId id = appendMessage();
        Claim claim = storage.outboxQueue()
                .claim(Lane.DEFAULT, 1, Instant.now(), Duration.ofMinutes(1))
                .get(0);
        assertThat(claim.message().id()).isEqualTo(id);
        assertThat(storage.outboxQueue().deadLetter(claim, "Redis did not store it:\n no answer in time"))
                .isTrue();
        return id;
    }

    private void assertRejects(String line, String... args) {
        CommandRun refusing = run(2, args);
        assertThat(refusing.out()).isEmpty();
        assertThat(refusing.err().lines()).singleElement().asString().contains(line);
    }

    private CommandRun run(int exitCode, String... args) {
        CommandRun run = CommandRun.runInProcess(settings(), args);
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        return run;
    }

    private Map<String, String> settings() {
        return Map.of("DATABASE_URL", postgres.url(), "JWT_SECRET", "a secret for the length of a test");
    }
}
