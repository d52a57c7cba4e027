package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Migration of databases with data from each earlier version. */
class MigrationIT {

    private static final Instant FIRST_DAY = Instant.parse("2023-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "POSTGRES,1",
        "POSTGRES,2",
        "POSTGRES,3",
        "POSTGRES,4",
        "H2_IN_MEMORY,1",
        "H2_IN_MEMORY,2",
        "H2_IN_MEMORY,4",
        "H2_FILE,1",
        "H2_FILE,2",
        "H2_FILE,4"
    })
    void requiresMigrationOfEarlierVersion(Kind kind, int version) throws Exception {
        try (EmptyDatabase old = databaseOfVersion(version, kind)) {
            assertThatExceptionOfType(SchemaException.class)
                    .isThrownBy(() -> Schema.requireCurrent(old.database()))
                    .withMessageContainingAll("behind", "at version " + version, "needs " + kind.latestVersion());

            Schema.migrate(old.database());

            Schema.requireCurrent(old.database());
        }
    }

    @ParameterizedTest
    @EnumSource
    void migratesDataOfVersion1(Kind kind) throws Exception {
        try (EmptyDatabase old = databaseOfVersion(1, kind)) {
            Schema.migrate(old.database());
            try (JooqStorage storage = old.open()) {
                requireDataOfVersion1(storage);
                assertThat(storage.posts()
                                .findPaginated(PageRequest.first(), PostFilter.all())
                                .total())
                        .isZero();
                requireWritesToWork(storage, 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRES,2", "POSTGRES,3", "H2_IN_MEMORY,2", "H2_FILE,2"})
    void migratesDataOfVersion2(Kind kind, int version) throws Exception {
        try (EmptyDatabase old = databaseOfVersion(version, kind)) {
            Schema.migrate(old.database());
            try (JooqStorage storage = old.open()) {
                requireDataOfVersion1(storage);
                requireDataOfVersion2(storage);
                requireWritesToWork(storage, 3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void migratesDataOfVersion4(Kind kind) throws Exception {
        try (EmptyDatabase old = databaseOfVersion(4, kind)) {
            assertThat(old.rows("outbox")).anyMatch(row -> row.contains("to be forgotten"));

            Schema.migrate(old.database());

            assertThat(old.rows("outbox")).noneMatch(row -> row.contains("to be forgotten"));
            try (JooqStorage storage = old.open()) {
                requireDataOfVersion1(storage);
                requireDataOfVersion2(storage);
                requireOutboxOfVersion4(storage);
                requireWritesToWork(storage, 3);
            }
        }
    }

    private static EmptyDatabase databaseOfVersion(int version, Kind kind) throws Exception {
        EmptyDatabase empty = kind.createWithoutTables();
        Database db = empty.database();
        Flyway.configure()
                .dataSource(ConnectionSettings.url(db), Objects.requireNonNullElse(db.user(), "sa"), db.password())
                .locations(Schema.locations(db))
                .target(Integer.toString(version))
                .load()
                .migrate();
        try (Connection connection = ConnectionSettings.connect(db);
                Statement statement = connection.createStatement()) {
            // Version 3 only counts existing rows.
            for (int each : IntStream.of(1, 2, 4).filter(v -> v <= version).toArray()) {
                statement.execute(resource("data-of-version-" + each + ".sql"));
            }
        }
        return empty;
    }

    private static String resource(String name) throws Exception {
        try (InputStream sql = Objects.requireNonNull(MigrationIT.class.getResourceAsStream(name), name)) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static User user(JooqStorage storage, String address) {
        return storage.users().findByEmail(new EmailAddress(address)).orElseThrow();
    }

    private static void requireDataOfVersion1(JooqStorage storage) {
        User ann = user(storage, "ann@example.com");
        assertThat(ann)
                .isEqualTo(new User(
                        ann.id(),
                        new EmailAddress("Ann@Example.com"),
                        "Ann ✓ 𝒜",
                        "Writes.",
                        true,
                        Role.ADMIN,
                        null,
                        FIRST_DAY.plusNanos(123_456_000),
                        Instant.parse("2023-02-01T00:00:00.654321Z"),
                        3));
        assertThat(storage.credentials().findByUserId(ann.id()))
                .contains(new Credentials(ann.id(), new PasswordHash("a hash"), 7));
        assertThat(storage.users().findAll(PageRequest.first()).total()).isEqualTo(2);
        assertThat(storage.oneTimeTokens().consume(new TokenHash("abc"), Purpose.PASSWORD_RESET, FIRST_DAY))
                .contains(user(storage, "bob@example.com").id());
        assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 9, FIRST_DAY, Duration.ofMinutes(1)))
                .extracting(Claim::message)
                .containsExactly(new WelcomeNotification(message(1), FIRST_DAY, new UserId(7), "Ann"));
    }

    private static void requireDataOfVersion2(JooqStorage storage) {
        User ann = user(storage, "ann@example.com");
        Page<Post> all = storage.posts().findPaginated(PageRequest.first(), PostFilter.all());
        assertThat(all.total()).isEqualTo(3);
        Post draft = all.items().get(0);
        assertThat(draft)
                .isEqualTo(new Post(
                        draft.id(),
                        ann.id(),
                        "Draft",
                        "Text",
                        false,
                        Instant.parse("2023-01-04T00:00:00Z"),
                        Instant.parse("2023-01-05T00:00:00Z"),
                        2));
        assertThat(storage.posts().findPublished(PageRequest.first()).total()).isEqualTo(2);
        assertThat(storage.posts().findByAuthor(ann.id(), PageRequest.first()).total())
                .isEqualTo(2);
        assertThat(storage.comments()
                        .findByPost(draft.id(), PageRequest.first())
                        .items())
                .extracting(Comment::content)
                .containsExactlyInAnyOrder("By Ann ✓ 𝒜", "By Bob");
    }

    /** Claims each message in its lane. The dead-lettered mail becomes a request for a new secret. */
    private static void requireOutboxOfVersion4(JooqStorage storage) {
        Instant created = FIRST_DAY.plus(Duration.ofDays(1));
        Instant later = FIRST_DAY.plus(Duration.ofDays(3));
        assertThat(storage.outboxQueue().claim(Lane.MAIL, 9, later, Duration.ofMinutes(1)))
                .extracting(Claim::message)
                .containsExactly(new VerificationEmail(
                        message(2),
                        created,
                        new EmailAddress("bob@example.com"),
                        "Bob",
                        new OneTimeSecret("still needed"),
                        created.plus(Duration.ofDays(1))));

        assertThat(storage.outboxQueue().retryNow(message(3), later)).isTrue();

        assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 9, later, Duration.ofMinutes(1)))
                .extracting(Claim::message, Claim::attempt)
                .endsWith(
                        tuple(new ProfileUpdatedNotification(message(4), created, new UserId(7), "Ann"), 4),
                        tuple(new VerificationRequest(message(3), created, new EmailAddress("zoë@example.com")), 1));
    }

    private static MessageId message(int number) {
        return new MessageId(new UUID(0x4000, 0x8000_0000_0000_0000L + number));
    }

    /** Adds new rows, then changes and deletes old ones; the totals must follow. */
    private static void requireWritesToWork(JooqStorage storage, int postsBefore) {
        User carl = storage.users().create(aUser().build());
        Post post = storage.posts().create(aPostBy(carl.id()).published().build());
        assertThat(total(storage)).isEqualTo(postsBefore + 1);

        storage.posts().update(post.withPublished(false));
        assertThat(storage.posts()
                        .findPaginated(PageRequest.first(), PostFilter.all().published(false))
                        .items())
                .extracting(Post::id)
                .contains(post.id());

        storage.users().delete(user(storage, "ann@example.com").id());
        storage.users().delete(user(storage, "bob@example.com").id());
        assertThat(total(storage)).isEqualTo(1);
    }

    private static long total(JooqStorage storage) {
        return storage.posts()
                .findPaginated(PageRequest.first(), PostFilter.all())
                .total();
    }
}
