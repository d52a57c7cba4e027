package dev.roster.bootstrap.library;

import static dev.roster.bootstrap.process.RosterProcess.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.account.Registration;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.RosterBuilder;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.testkit.data.OutboxMessageSamples;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RosterBuilderTest {

    private static final HttpSettings ANY_PORT = HttpSettings.on("127.0.0.1", 0);
    private static final String POSTGRES = "postgresql://user:password@localhost:1/none";

    @TempDir
    Path directory;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final InMemoryEmailService mails = new InMemoryEmailService();
    private final InMemoryNotificationService notifications = new InMemoryNotificationService();

    private RosterBuilder onFakes() {
        return RosterBuilder.on(storage)
                .passwordHasher(new FastPasswordHasher())
                .mail(mails)
                .notifications(notifications);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "example.com/roster", "mailto:ann@example.com", "http:/roster"})
    void rejectsPublicUrlThatIsNotHttp(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> onFakes().publicUrl(URI.create(url)))
                .withMessage("publicUrl must be http://HOST... or https://..., but was " + url);
    }

    @Test
    void rejectsRetentionThatWouldDeleteAllEvents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> onFakes().auditRetention(Duration.ZERO))
                .withMessage("auditRetention must be at least PT1H, but was PT0S");
    }

    @Test
    void deliversMessagesOfServicesOnFakes() {
        try (Roster roster = onFakes().start()) {
            Registration ann = register(roster);

            await("the notification", () -> !notifications.delivered().isEmpty());
            await("the mail", () -> !mails.delivered().isEmpty());
            assertThat(notifications.delivered().get(0).userId())
                    .isEqualTo(ann.user().id());
            assertThat(roster.storage()).isEqualTo("InMemoryStorage");
        }
    }

    @Test
    void callsMocks() {
        NotificationService mock = mock(NotificationService.class);

        try (Roster roster = onFakes().notifications(mock).start()) {
            Registration ann = register(roster);

            verify(mock, timeout(100_000))
                    .sendWelcomeNotification(any(), eq(ann.user().id()), eq("Ann"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversEachLane(Lane lane) {
        OutboxMessage message = OutboxMessageSamples.inLane(lane, Instant.now());

        try (Roster roster = onFakes().start()) {
            storage.inTransaction(unit -> {
                unit.outbox().append(message);
                return roster;
            });

            await("the message", () -> storage.outboxQueue().list(10).isEmpty());
        }
    }

    @Test
    void deletesOldAuditEvents() {
        Instant longAgo = Instant.now().minus(Duration.ofDays(3));
        storage.auditLog()
                .append(new AuditEvent(
                        longAgo, AuditEvent.Type.SIGNED_IN, Optional.empty(), Optional.empty(), ClientAddress.UNKNOWN));

        try (Roster roster = onFakes().auditRetention(Duration.ofDays(2)).start()) {
            assertThat(roster).isNotNull();

            await("the deletion", () -> storage.auditLog().findLatest(1).isEmpty());
        }
    }

    @Test
    void servesHttpOnFakes() {
        try (Roster roster = onFakes()
                .http(ANY_PORT)
                .optionalDependency("search", () -> false)
                .start()) {
            TestApiClient api = new TestApiClient(roster.baseUri());

            assertThat(api.register("ann@example.com", "Ann").statusCode()).isEqualTo(201);
            assertThat(api.get("/health/ready").body())
                    .contains("degraded", "\"storage\":\"up\"", "\"search\":\"down\"");
        }
    }

    @Test
    void keepsStateBesideEmbeddedDatabase() {
        Database database = Database.parse("jdbc:h2:file:" + directory.resolve("data/roster"));
        String token;

        try (Roster roster = onFile(database).start()) {
            token = TestApiClient.token(new TestApiClient(roster.baseUri()).register("ann@example.com", "Ann"));
            await("the mail", () -> countFiles(directory.resolve("data/mails")) == 1);
        }

        try (Roster again = onFile(database).start()) {
            assertThat(new TestApiClient(again.baseUri())
                            .get("/users/me", token)
                            .statusCode())
                    .isEqualTo(200);
        }
        JooqStorage.open(database).close(); // fails if the service has left it open
    }

    private static RosterBuilder onFile(Database database) {
        return RosterBuilder.on(database)
                .passwordHasher(new FastPasswordHasher())
                .http(ANY_PORT);
    }

    @Test
    void leavesComponentsOfCallerOpen() {
        Roster roster = onFakes().start();

        roster.close();

        storage.ping();
    }

    @Test
    void hasNoServicesAfterClose() {
        Roster roster = onFakes().start();

        roster.close();

        assertThatThrownBy(roster::services)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void hasNoAddressWithoutHttp() {
        try (Roster roster = onFakes().start()) {
            roster.drain(Duration.ofDays(1)); // returns at once

            assertThatThrownBy(roster::baseUri)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("without HTTP");
        }
    }

    @Test
    void namesAllMissingValuesAtOnce() {
        RosterBuilder builder = RosterBuilder.on(Database.parse(POSTGRES));

        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("accessTokenSecret must be set with PostgreSQL")
                .hasMessageContaining("publicUrl must be set");
    }

    @Test
    void requiresNoUrlForMailsOfCaller() {
        RosterBuilder builder = RosterBuilder.on(storage).publicUrl(URI.create("https://example.com"));

        builder.start().close();
        onFakes().start().close();
    }

    @Test
    void rejectsInvalidValues() {
        RosterBuilder builder = onFakes();

        assertThatThrownBy(() -> builder.mailSenders(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mailSenders must be at least 1, but was 0");
        assertThatThrownBy(() -> builder.accessTokenSecret(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accessTokenSecret must have at least 32 bytes, but has 31");
    }

    private static long countFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException missing) {
            return 0;
        }
    }

    private static Registration register(Roster roster) {
        return roster.services()
                .users()
                .registerUser(new EmailAddress("ann@example.com"), new Password("correct horse"), "Ann");
    }
}
