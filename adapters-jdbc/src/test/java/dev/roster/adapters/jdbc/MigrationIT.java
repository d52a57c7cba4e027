package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.repository.DuplicateMailbox;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.State;
import dev.roster.application.port.security.ClientAddress;
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
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migration of databases with data from each earlier version. */
class MigrationIT {

    private static final Instant FIRST_DAY = Instant.parse("2023-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "POSTGRES,1",
        "POSTGRES,2",
        "POSTGRES,3",
        "POSTGRES,4",
        "POSTGRES,5",
        "POSTGRES,6",
        "H2_IN_MEMORY,1",
        "H2_IN_MEMORY,2",
        "H2_IN_MEMORY,4",
        "H2_IN_MEMORY,5",
        "H2_IN_MEMORY,6",
        "H2_FILE,1",
        "H2_FILE,2",
        "H2_FILE,4",
        "H2_FILE,5",
        "H2_FILE,6"
    })
    void migratesDataOfEarlierVersion(Kind kind, int version) throws Exception {
        try (EmptyDatabase old = kind.createWithoutTables()) {
            Database db = old.database();
            // Versions 3 and 6 have no data of their own.
            for (int each : IntStream.of(1, 2, 4, 5).filter(v -> v <= version).toArray()) {
                old.flyway().target(Integer.toString(each)).load().migrate();
                old.execute(resource("data-of-version-" + each + ".sql"));
            }
            old.flyway().target(Integer.toString(version)).load().migrate();
            assertThatExceptionOfType(SchemaException.class)
                    .isThrownBy(() -> Schema.requireCurrent(db))
                    .withMessageContainingAll(
                            "behind", "at version " + version, "needs " + EmptyDatabase.LATEST_VERSION);

            Schema.migrate(db);

            Schema.requireCurrent(db);
            assertThat(old.rows("select * from outbox")).noneMatch(row -> row.contains("to be forgotten"));
            JooqStorage storage = old.open();
            if (version >= 5) {
                requireMailboxesOfVersion5(db, storage);
            }
            requireDataOfVersion1(storage);
            if (version >= 2) {
                requireDataOfVersion2(storage);
            }
            if (version >= 4) {
                requireOutboxOfVersion4(storage);
            }
            if (version >= 5) {
                requireOutboxOfVersion5(storage);
            }
            requireWritesToWork(storage, version >= 2 ? 3 : 0);
        }
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
        assertThat(storage.outboxQueue().claim(Lane.VERIFICATION, 9, later, Duration.ofMinutes(1)))
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

    /** Users 101 to 108 have five mailboxes; 110 has an email address that is no longer accepted. */
    private static void requireMailboxesOfVersion5(Database db, JooqStorage storage) {
        assertThat(user(storage, "Zoë@Bücher.example").id())
                .as("the verified one")
                .isEqualTo(new UserId(103));
        assertThat(user(storage, "carl@faß.example").id()).isEqualTo(new UserId(104));
        assertThat(user(storage, "carl@fass.example").id()).isEqualTo(new UserId(105));
        assertThat(user(storage, "dora@example.com").id()).as("the first one").isEqualTo(new UserId(107));
        assertThat(Schema.findDuplicateMailboxes(db))
                .containsExactly(
                        new DuplicateMailbox(new UserId(101), new UserId(103)),
                        new DuplicateMailbox(new UserId(102), new UserId(103)),
                        new DuplicateMailbox(new UserId(108), new UserId(107)));
        User tooLong = storage.users().findById(new UserId(110)).orElseThrow();
        assertThat(tooLong.email().toAscii()).isEmpty();
        assertThat(storage.users().update(tooLong.withBio("Still writes.")).bio())
                .isEqualTo("Still writes.");

        User duplicate = storage.users().findById(new UserId(102)).orElseThrow();
        User changed = storage.users().update(duplicate.withBio("Writes too."));
        assertThat(changed).isEqualTo(duplicate.withBio("Writes too.").withVersion(duplicate.version() + 1));
        assertThat(user(storage, "zoë@bücher.example").id()).isEqualTo(new UserId(103));
        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> storage.users().update(changed.withEmail(new EmailAddress("DORA@example.com"))));

        storage.users().delete(new UserId(103));
        storage.users().update(changed.withName("Zoë"));
        assertThat(user(storage, "zoë@bücher.example").id()).as("found again").isEqualTo(new UserId(102));
        IntStream.rangeClosed(101, 110).mapToObj(UserId::new).forEach(storage.users()::delete);
    }

    /** Claims mails and requests of earlier nodes, which stored them in fewer lanes. */
    private static void requireOutboxOfVersion5(JooqStorage storage) {
        Instant created = FIRST_DAY.plus(Duration.ofDays(4));
        assertThat(storage.outboxQueue().list(20))
                .filteredOn(entry -> entry.state() == State.DEAD)
                .extracting(OutboxEntry::id)
                .containsExactly(message(6));
        EmailAddress bob = new EmailAddress("bob@example.com");
        assertThat(storage.outboxQueue().claim(Lane.VERIFICATION, 9, created, Duration.ofMinutes(1)))
                .extracting(Claim::message)
                .contains(new PasswordChangedEmail(message(5), created, bob, "Bob"));
        assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 9, created, Duration.ofMinutes(1)))
                .extracting(Claim::message)
                .contains(new PasswordResetRequest(message(7), created, bob, ClientAddress.UNKNOWN));
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
