package dev.roster.bootstrap.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.fault.SlowSmtpServer.Received;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
    private final PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {});
    private SlowSmtpServer smtp;

    @BeforeEach
    void start() throws IOException {
        smtp = new SlowSmtpServer(seed);
    }

    @AfterEach
    void stop() throws IOException {
        smtp.close();
        database.close();
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

    private interface AfterKill {
        void run() throws SQLException;
    }

    private void killAndVerify(int registrations, int kills, AfterKill afterKill) throws Exception {
        System.out.println("seed of " + kills + " kills: " + seed);
        int mostPerRound = 2 * registrations / (kills + 1);
        for (int kill = 0; kill < kills; kill++) {
            boolean receiptLost = kill % KILLS_PER_LOST_REPLY == 0;
            registerUntilKilled(acknowledged.size() + random.nextInt(mostPerRound), receiptLost);
            afterKill.run();
        }
        try (RosterProcess restarted = RosterProcess.serve(directory, settings())) {
            register(restarted, registrations, () -> {});
            awaitEmptyOutbox(restarted);
        }
        assertMails(kills);
    }

    private void assertMails(int kills) throws SQLException {
        List<Received> mails = smtp.received();
        Map<String, Set<String>> idsByAddress = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Received mail : mails) {
            ids.add(mail.messageId());
            idsByAddress.computeIfAbsent(mail.to(), address -> new HashSet<>()).add(mail.messageId());
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
                .containsExactlyInAnyOrderElementsOf(storedEmails());
        assertThat(idsByAddress)
                .as("repeats have the same id, seed %s", seed)
                .allSatisfy((address, own) -> assertThat(own).hasSize(1));
        assertThat(ids).as("different mails have different ids, seed %s", seed).hasSameSizeAs(idsByAddress.keySet());
        assertThat(repeats).as("a mail with a lost reply is sent again").isPositive();
    }

    private void registerUntilKilled(int enough, boolean receiptLost) throws Exception {
        long extra = TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_EXTRA_MILLIS));
        try (RosterProcess roster = RosterProcess.serve(directory, settings())) {
            register(roster, Integer.MAX_VALUE, () -> {
                RosterProcess.await("registrations, seed " + seed, () -> acknowledged.size() >= enough);
                if (receiptLost) {
                    int before = smtp.withheldReplies();
                    smtp.withholdReplies();
                    RosterProcess.await("a mail, seed " + seed, () -> smtp.withheldReplies() > before);
                } else {
                    long moment = System.nanoTime() + extra;
                    RosterProcess.await("the time of the kill", () -> System.nanoTime() - moment >= 0);
                }
                roster.kill();
            });
        }
        smtp.recover();
    }

    /** Registers users with several clients until there are enough, or the service is killed. */
    private void register(RosterProcess roster, int enough, Runnable meanwhile) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> registerUntilConnectionFails(new TestApiClient(roster.baseUri()), enough));
            }
            meanwhile.run();
        } finally {
            clients.shutdown();
            assertThat(clients.awaitTermination(120, TimeUnit.SECONDS))
                    .as("clients end")
                    .isTrue();
        }
    }

    private void registerUntilConnectionFails(TestApiClient api, int enough) {
        try {
            while (acknowledged.size() < enough) {
                String email = "user-" + nextNumber.incrementAndGet() + "@example.com";
                HttpResponse<String> answer = api.register(email, "Ann");
                if (answer.statusCode() == 201) {
                    acknowledged.add(email);
                } else {
                    unexpectedResponses.add(answer.statusCode() + " " + answer.body());
                }
            }
        } catch (IOException killed) {
            // The service was killed, so this client ends.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Expires the leases of the killed process at once instead of after a minute. There is no other relay. The long run
     * waits for the minute instead.
     */
    private void expireLeases() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update outbox set claimed_until = claimed_until - interval '1 minute'"
                    + " where claimed_until is not null");
        }
    }

    private void awaitEmptyOutbox(RosterProcess roster) throws SQLException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        try (Connection connection = connect()) {
            while (!column(connection, "select kind from outbox").isEmpty()) {
                assertThat(System.nanoTime())
                        .as("the end of all deliveries, seed %s, %s", seed, roster)
                        .isLessThan(end);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private List<String> storedEmails() throws SQLException {
        try (Connection connection = connect()) {
            return column(connection, "select email from users");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private Map<String, String> settings() {
        return Map.of(
                "DATABASE_URL",
                database.url(),
                "JWT_SECRET",
                "a secret for the length of a test run",
                "LOGIN_THROTTLE",
                "off",
                "SMTP_URL",
                smtp.url());
    }
}
