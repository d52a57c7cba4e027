package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Supplier;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Clauses of {@link UserRepository} about stored values: texts of every kind, and times to the microsecond. */
abstract class UserRepositoryRoundTripContract extends ContractPart<UserRepository> {

    /**
     * Given a user whose email address has upper and lower case letters. When it is looked up in other cases. Then the
     * user is found, with the email address as stored first.
     */
    @Clause(
            value = "users.email-found-ignoring-case",
            promise = "A user is found by the email address in any case of its letters, and keeps it as typed.")
    void findsEmailIgnoringCase() {
        String unique = Unique.email();
        String typed = "Mixed.Case+" + unique;
        User user = client().create(aUser().withEmail("  " + typed + " ").build());

        for (String asked : List.of(typed, typed.toLowerCase(Locale.ROOT), typed.toUpperCase(Locale.ROOT))) {
            assertThat(client().findByEmail(new EmailAddress(asked))).as(asked).contains(user);
        }
        assertThat(user.email().value()).isEqualTo(typed);
    }

    /**
     * Given a JVM with the Turkish default locale, where the lower case of I has no dot. When email addresses that
     * differ in the case of an I are stored and looked up. Then they are equal, as in any other locale.
     */
    @Clause(
            value = "users.email-comparison-ignores-locale",
            promise = "The comparison of email addresses does not depend on the default locale of the JVM.")
    @ResourceLock(Resources.LOCALE)
    void emailComparisonIgnoresDefaultLocale() {
        Locale before = Locale.getDefault();
        String email = "infinity-i-" + Unique.email();
        String upper = "INFINITY-I-" + email.substring(11);
        try {
            User user = client().create(aUser().withEmail(upper).build());
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));

            assertThat(client().findByEmail(new EmailAddress(email))).contains(user);
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .isThrownBy(() -> client().create(aUser().withEmail(email).build()));
            User second = client().create(aUser().withEmail("TITLE-" + email).build());
            Locale.setDefault(Locale.ROOT);
            assertThat(client().findByEmail(new EmailAddress("title-" + email))).contains(second);
        } finally {
            Locale.setDefault(before);
        }
    }

    /**
     * Given a user whose email address is not ASCII. When it is looked up in other spellings of the same mailbox:
     * another case, the encoded domain, decomposed or full-width letters. Then the user is found, as typed first. A
     * mailbox that differs in a letter is another one.
     */
    @Clause(
            value = "users.email-found-by-mailbox",
            promise = "A user is found by every spelling of the mailbox: other case, encoded domain, decomposed or "
                    + "full-width letters.")
    void findsEmailByMailbox() {
        String unique = Unique.email();
        String typed = "zoë." + unique.replace("@", "@bücher-faß.");
        User user = client().create(aUser().withEmail(typed).build());

        for (String asked : spellings(unique)) {
            assertThat(client().findByEmail(new EmailAddress(asked))).as(asked).contains(user);
        }
        assertThat(user.email().value()).isEqualTo(typed);
        for (String other : List.of(typed.replace("ß", "ss"), typed.replace("ë", "e"))) {
            assertThat(client().findByEmail(new EmailAddress(other))).as(other).isEmpty();
        }
    }

    /**
     * Given a user whose email address is not ASCII. When other users are created with, or updated to, other spellings
     * of the same mailbox. Then all are rejected. The user's own email address may change its spelling.
     */
    @Clause(
            value = "users.mailbox-unique",
            promise = "No two users have spellings of the same mailbox, but a user's own email address may change "
                    + "its spelling.")
    void rejectsSecondUserOfMailbox() {
        String unique = Unique.email();
        User user = client().create(aUser().withEmail("zoë." + unique.replace("@", "@bücher-faß."))
                .build());
        User other = client().create(aUser().build());

        for (String taken : spellings(unique)) {
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .as(taken)
                    .isThrownBy(() -> client().create(aUser().withEmail(taken).build()));
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .as(taken)
                    .isThrownBy(() -> client().update(other.withEmail(new EmailAddress(taken))));
            user = client().update(user.withEmail(new EmailAddress(taken)));
            assertThat(client().findById(user.id())).contains(user);
            assertThat(user.email().value()).isEqualTo(taken);
        }
    }

    /** Returns spellings of the mailbox "zoë" at a subdomain "bücher-faß". */
    private static List<String> spellings(String unique) {
        return List.of(
                "ZOË." + unique.toUpperCase(Locale.ROOT).replace("@", "@BÜCHER-FAß."),
                "zoë." + unique.replace("@", "@xn--bcher-fa-xya6z."),
                "zoe\u0308." + unique.replace("@", "@bu\u0308cher-faß."),
                "ｚｏë." + unique.replace("@", "@ｂücher-faß."));
    }

    /**
     * Given texts of many scripts, and with characters that have a meaning in query languages. When each is stored and
     * read again. Then it is unchanged.
     */
    @Clause(
            value = "users.text-kept-exactly",
            promise = "Names and bios of users are kept exactly, in any script and with any characters that the "
                    + "domain allows.")
    void preservesText() {
        for (String text : TrickyStrings.ALL) {
            User user = client().create(aUser().withName(text).withBio(text).build());

            assertThat(user.name()).isEqualTo(text);
            User read = client().findById(user.id()).orElseThrow();
            assertThat(read.name()).isEqualTo(text);
            assertThat(read.bio()).isEqualTo(text);
            User updated = client().update(user.withBio(text + text));
            assertThat(updated.bio()).isEqualTo(text + text);
        }
        assertThat(client().findByEmail(new EmailAddress("%@example.com"))).isEmpty();
        assertThat(client().findByEmail(new EmailAddress("user_1@example.com"))).isEmpty();
    }

    /** Given the longest values, in ASCII and in emoji. When they are stored and read. Then they are complete. */
    @Clause(
            value = "users.longest-values-kept",
            promise = "The longest values that the domain allows for a user are kept completely, counted in code "
                    + "points.")
    void preservesLongestValues() {
        String unique = Unique.email();
        String label = ".".concat("d".repeat(62));
        String domain = unique.substring(unique.indexOf('@') + 1) + label.repeat(2);
        String local = unique.substring(0, unique.indexOf('@'));
        String start = local + "@" + domain + ".";
        String email = start + "x".repeat(63) + "." + "y".repeat(254 - start.length() - 64);
        assertThat(email).hasSize(254);
        User ascii = client().create(aUser().withEmail(email)
                .withName("n".repeat(100))
                .withBio("b".repeat(1_000))
                .build());
        User emoji = client().create(aUser().withName(TrickyStrings.EMOJI.repeat(100))
                .withBio(TrickyStrings.EMOJI.repeat(1_000))
                .build());

        assertThat(client().findByEmail(new EmailAddress(email))).contains(ascii);
        assertThat(client().findById(emoji.id())).contains(emoji);
        assertThat(emoji.name().codePointCount(0, emoji.name().length())).isEqualTo(100);
        assertThat(emoji.bio()).isEqualTo(TrickyStrings.EMOJI.repeat(1_000));
        assertThat(client().update(ascii.withBio(TrickyStrings.EMOJI.repeat(1_000)))
                        .bio())
                .isEqualTo(emoji.bio());
    }

    /** Given invalid values, and null. When they are passed. Then each call throws, and nothing is stored. */
    @Clause(
            value = "users.invalid-rejected",
            promise = "A call with null is rejected, no value that the domain rejects reaches the repository, and "
                    + "neither stores a user.")
    void rejectsInvalidValues() {
        User user = client().create(aUser().build());
        List<Supplier<Object>> invalid = List.of(
                () -> client().create(aUser().withName("a\0b").build()),
                () -> client().create(aUser().withName("\uD800").build()),
                () -> client().create(aUser().withName("").build()),
                () -> client().create(aUser().withName("n".repeat(101)).build()),
                () -> client().create(aUser().withName(TrickyStrings.EMOJI.repeat(101))
                        .build()),
                () -> client().create(aUser().withBio("\uDC00").build()),
                () -> client().create(aUser().withBio("b".repeat(1_001)).build()),
                () -> client().create(aUser().withEmail("no-at.example.com").build()),
                () -> client().create(aUser().withEmail("a\0@example.com").build()),
                () -> client().create(aUser().withEmail("a@" + "b".repeat(250) + ".com")
                        .build()),
                () -> client().update(user.withName("a\0b")),
                () -> client().update(user.withBio("\uD83D")));

        for (Supplier<Object> write : invalid) {
            assertThatThrownBy(write::get).isInstanceOf(InvalidValueException.class);
        }
        assertNullRefused(user);
        assertThat(client().findAll(PageRequest.first()).items()).containsExactly(user);
    }

    @SuppressWarnings("NullAway") // passes null on purpose
    private void assertNullRefused(User user) {
        assertThatNullPointerException().isThrownBy(() -> client().create(null));
        assertThatNullPointerException().isThrownBy(() -> client().update(null));
        assertThatNullPointerException().isThrownBy(() -> client().delete(null));
        assertThatNullPointerException().isThrownBy(() -> client().delete(null, user.version()));
        assertThatNullPointerException().isThrownBy(() -> client().findById(null));
        assertThatNullPointerException().isThrownBy(() -> client().findByEmail(null));
        assertThatNullPointerException().isThrownBy(() -> client().findAll(null));
    }

    /**
     * Given times finer than a microsecond, and times long ago. When users with them are stored, read and updated. Then
     * all results have the same times, truncated to microseconds.
     */
    @Clause(
            value = "users.microseconds-kept",
            promise = "The times of a user are kept to the microsecond and returned in the same way by creations, "
                    + "updates and reads.")
    void preservesMicroseconds() {
        for (Instant time : TrickyInstants.ALL) {
            Instant micros = time.truncatedTo(ChronoUnit.MICROS);
            User created = client().create(aUser().createdAt(time).build());

            assertThat(created.createdAt()).isEqualTo(micros);
            assertThat(created.updatedAt()).isEqualTo(micros);
            assertThat(client().findById(created.id())).contains(created);
            User updated = client().update(created.withUpdatedAt(time.plusNanos(5_999)));
            assertThat(updated.createdAt()).isEqualTo(micros);
            assertThat(client().findById(created.id())).contains(updated);
        }
    }

    /**
     * Given JVM time zones with and without daylight saving time, and times that a zone skips or repeats. When users
     * are stored in one zone and read in another. Then the times are the same instants.
     */
    @Clause(
            value = "users.time-zone-independent",
            promise = "The times of a user do not depend on the time zone of the JVM or on daylight saving time.")
    @ResourceLock(Resources.TIME_ZONE)
    void timesAreIndependentOfTimeZone() throws Exception {
        TimeZone before = TimeZone.getDefault();
        List<String> zones = List.of("America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Europe/Berlin", "UTC");
        List<Instant> times = List.of(
                at("2023-03-12T02:30:00", "America/New_York"), // skipped there
                at("2023-11-05T01:30:00", "America/New_York"), // occurs twice there
                at("2023-11-05T01:30:00", "America/New_York").plusSeconds(3600),
                at("2023-03-26T02:30:00", "Europe/Berlin"),
                at("2023-10-29T02:30:00", "Europe/Berlin"),
                Instant.parse("2011-12-30T12:00:00Z")); // on the day that Apia skipped
        try {
            for (String zone : zones) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                UserRepository there = secondClient();
                for (Instant time : times) {
                    User created = there.create(aUser().createdAt(time).build());
                    assertThat(created.createdAt()).isEqualTo(time);
                    for (String elsewhere : zones) {
                        TimeZone.setDefault(TimeZone.getTimeZone(elsewhere));
                        assertThat(client().findById(created.id()))
                                .as("%s stored in %s, read in %s", time, zone, elsewhere)
                                .contains(created);
                    }
                    TimeZone.setDefault(TimeZone.getTimeZone(zone));
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /**
     * Given users that were returned by a create, a find and a list. When the stored user is updated and deleted. Then
     * the returned objects are unchanged.
     */
    @Clause(
            value = "users.returned-is-snapshot",
            promise = "A returned user or page is a snapshot that later writes do not change.")
    void returnedUserIsSnapshot() {
        User created = client().create(aUser().withName("Before").build());
        User read = client().findById(created.id()).orElseThrow();
        List<User> listed = client().findAll(PageRequest.first()).items();

        client().update(created.withName("After"));
        client().delete(created.id());

        assertThat(List.of(created, read, listed.get(0))).allSatisfy(each -> {
            assertThat(each.name()).isEqualTo("Before");
            assertThat(each.version()).isEqualTo(1);
        });
        assertThat(listed).hasSize(1);
    }

    private static Instant at(String local, String zone) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant();
    }
}
