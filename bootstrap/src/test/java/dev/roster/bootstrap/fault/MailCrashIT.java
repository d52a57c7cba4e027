package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.mail.ScriptedSmtpServer;
import dev.roster.bootstrap.mail.ScriptedSmtpServer.Mail;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Crashes of the service during registrations with a slow mail server. Each registered user gets a mail, no other
 * address gets one, and repeated mails have the same message id.
 */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(300)
class MailCrashIT {

    private static final int CLIENTS = 4;
    private static final int MAX_EXTRA_MILLIS = 300;

    /** The first kill, and then one in this many, happens after a mail is delivered and before it is acknowledged. */
    private static final int KILLS_PER_LOST_REPLY = 4;

    /** Ten times the expected time of all mails and of the leases at the last kill. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<String> unexpectedResponses = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextNumber = new AtomicInteger();

    @AutoClose
    private final PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {});

    @AutoClose
    private final ScriptedSmtpServer smtp;

    MailCrashIT() throws IOException {
        Random delays = new Random(seed);
        smtp = new ScriptedSmtpServer().delayingReplies(() -> delays.nextInt(5, 51));
    }

    @Test
    void sendsMailForEveryRegistrationDespiteKills() throws Exception {
        killAndVerify(25, 2, this::expireLeases);
    }

    @Test
    @Tag("slow")
    @Timeout(1800)
    void sendsMailForEveryRegistrationDespiteManyKills() throws Exception {
        killAndVerify(500, 12, () -> {});
    }

    private void killAndVerify(int registrations, int kills, Runnable afterKill) throws Exception {
        System.out.println("seed of " + kills + " kills: " + seed);
        int mostPerRound = 2 * registrations / (kills + 1);
        for (int kill = 0; kill < kills; kill++) {
            boolean receiptLost = kill % KILLS_PER_LOST_REPLY == 0;
            registerUntilKilled(acknowledged.size() + random.nextInt(mostPerRound), receiptLost);
            afterKill.run();
        }
        try (RosterProcess restarted = RosterProcess.serve(directory, settings());
                Clients clients = new Clients()) {
            startRegistering(clients, restarted, registrations);
            clients.awaitEnd();
            RosterProcess.await(
                    "the end of all deliveries, seed " + seed,
                    TIMEOUT,
                    () -> query("select kind from outbox").isEmpty());
        }
        assertMails(kills);
    }

    private void assertMails(int kills) throws MessagingException {
        List<Mail> mails = smtp.mails();
        Map<String, Set<String>> idsByAddress = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Mail mail : mails) {
            String id = mail.message().getMessageID();
            ids.add(id);
            idsByAddress
                    .computeIfAbsent(mail.recipients().get(0), address -> new HashSet<>())
                    .add(id);
        }
        int repeats = mails.size() - idsByAddress.size();
        System.out.println(acknowledged.size() + " registrations acknowledged, " + idsByAddress.size() + " stored, "
                + kills + " kills, " + mails.size() + " mails, " + repeats + " of them repeats");
        assertThat(unexpectedResponses)
                .as("responses other than 201, seed %s", seed)
                .isEmpty();
        assertThat(idsByAddress.keySet())
                .as("email addresses with a mail, seed %s", seed)
                .containsAll(acknowledged)
                .containsExactlyInAnyOrderElementsOf(query("select email from users"));
        assertThat(idsByAddress)
                .as("repeats have the same id, seed %s", seed)
                .allSatisfy((address, own) -> assertThat(own).hasSize(1));
        assertThat(ids).as("different mails have different ids, seed %s", seed).hasSameSizeAs(idsByAddress.keySet());
        assertThat(repeats).as("a mail with a lost reply is sent again").isPositive();
    }

    private void registerUntilKilled(int enough, boolean receiptLost) throws Exception {
        long extra = TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_EXTRA_MILLIS));
        try (RosterProcess roster = RosterProcess.serve(directory, settings());
                Clients clients = new Clients()) {
            startRegistering(clients, roster, Integer.MAX_VALUE);
            RosterProcess.await("registrations, seed " + seed, () -> acknowledged.size() >= enough);
            if (receiptLost) {
                smtp.replyingTo(ScriptedSmtpServer.END_OF_MAIL, ScriptedSmtpServer.SILENCE);
                int before = smtp.mails().size();
                RosterProcess.await("a mail, seed " + seed, () -> smtp.mails().size() > before);
            } else {
                long moment = System.nanoTime() + extra;
                RosterProcess.await("the time of the kill", () -> System.nanoTime() - moment >= 0);
            }
            roster.kill();
        }
        smtp.replyingTo(ScriptedSmtpServer.END_OF_MAIL, "250 taken");
    }

    /** Registers users with several clients until there are enough, or the service is killed. */
    private void startRegistering(Clients clients, RosterProcess roster, int enough) {
        TestApiClient api = roster.api();
        clients.start(CLIENTS, () -> acknowledged.size() < enough && registerUnlessKilled(api));
    }

    private boolean registerUnlessKilled(TestApiClient api) {
        try {
            String email = "user-" + nextNumber.incrementAndGet() + "@example.com";
            HttpResponse<String> answer = api.register(email, "Ann");
            if (answer.statusCode() == 201) {
                acknowledged.add(email);
            } else {
                unexpectedResponses.add(answer.statusCode() + " " + answer.body());
            }
            return true;
        } catch (UncheckedIOException killed) {
            return false;
        }
    }

    /**
     * Expires the leases of the killed process at once instead of after a minute. There is no other relay. The long run
     * waits for the minute instead.
     */
    private void expireLeases() {
        query("update outbox set claimed_until = claimed_until - interval '1 minute'"
                + " where claimed_until is not null returning id");
    }

    /** Executes a statement and returns the first column of its result. */
    private List<String> query(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Map<String, String> settings() {
        return TestSettings.of(database.url(), "LOGIN_THROTTLE", "off", "SMTP_URL", smtp.url());
    }
}
