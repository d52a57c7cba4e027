package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.mail.ScriptedSmtpServer;
import dev.roster.bootstrap.mail.ScriptedSmtpServer.Mail;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bulk of mails in the running service: how many are sent at once, and what does not wait for them. */
@Timeout(120)
class MailSendersIT {

    private static final int BULK = 60;

    @AutoClose
    private final PostgresDatabase database =
            PostgresServer.running().database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));

    @AutoClose
    private final JooqStorage storage = JooqStorage.open(Database.parse(database.url()));

    @AutoClose
    private final ScriptedSmtpServer smtp = new ScriptedSmtpServer();

    private final Instant now = Instant.now();

    MailSendersIT() throws IOException {}

    private Roster serve(int senders) {
        return LowCostRoster.start(
                TestSettings.of(database.url(), "SMTP_URL", smtp.url(), "MAIL_SENDERS", Integer.toString(senders)));
    }

    private void appendBulk() {
        storage.inTransaction(unit -> {
            for (int i = 0; i < BULK; i++) {
                EmailAddress to = new EmailAddress("bulk-" + i + "@example.com");
                unit.outbox().append(new PasswordChangedEmail(MessageId.random(), now, to, "Ann"));
            }
            return BULK;
        });
    }

    @Test
    void sendsBulkOnAsManyConnectionsAsConfigured() {
        // Each of the first three connections waits for the others.
        CountDownLatch connected = new CountDownLatch(3);
        AtomicInteger greetings = new AtomicInteger();
        AtomicBoolean together = new AtomicBoolean(true);
        smtp.delayingReplies(() -> {
            if (greetings.getAndIncrement() < 3 && !countDownAndAwait(connected)) {
                together.set(false);
            }
            return 0;
        });
        appendBulk();

        try (Roster roster = serve(3)) {
            assertThat(roster.baseUri()).isNotNull();
            RosterProcess.await("all mails", () -> smtp.mails().size() >= BULK);
            RosterProcess.await(
                    "an empty outbox", () -> storage.outboxQueue().list(1).isEmpty());
        }

        assertThat(together).as("three connections at the same time").isTrue();
        assertThat(smtp.acceptedConnections()).isEqualTo(3);
        assertThat(smtp.mails()).hasSize(BULK).extracting(Mail::recipients).doesNotHaveDuplicates();
    }

    @Test
    void otherKindsDoNotWaitForBulk() {
        appendBulk();
        OneTimeSecret secret = new OneTimeSecret("s3cr3t-0f-4-m4il");
        EmailAddress newcomer = new EmailAddress("newcomer@example.com");
        Instant later = now.plusMillis(1);
        storage.outbox()
                .append(new VerificationEmail(
                        MessageId.random(), later, newcomer, "Bob", secret, later.plus(Duration.ofDays(1))));

        try (Roster roster = serve(1)) {
            assertThat(roster.baseUri()).isNotNull();
            RosterProcess.await("all mails", () -> smtp.mails().size() == BULK + 1);
        }

        List<List<String>> order = smtp.mails().stream().map(Mail::recipients).toList();
        assertThat(order.indexOf(List.of(newcomer.value()))).isLessThan(3);
    }

    /** Waits until all senders have connected. Returns whether they did. */
    private static boolean countDownAndAwait(CountDownLatch connected) {
        connected.countDown();
        try {
            return connected.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
