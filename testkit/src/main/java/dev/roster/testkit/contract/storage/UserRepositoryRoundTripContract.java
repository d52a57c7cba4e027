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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
     * Given users whose email addresses are not ASCII. When they are looked up in other spellings of the same mailbox:
     * another case, the encoded domain, decomposed, full-width or joined letters. Then the user is found, as typed
     * first.
     */
    @Clause(
            value = "users.email-found-by-mailbox",
            promise = "A user is found by every spelling of the mailbox: other case, encoded domain, decomposed or "
                    + "full-width letters.")
    void findsEmailByMailbox() {
        for (List<String> spellings : mailboxes()) {
            for (String typed : spellings) {
                User user = client().create(aUser().withEmail(typed).build());
                assertThat(user.email().value()).isEqualTo(typed);
                for (String asked : spellings) {
                    assertThat(client().findByEmail(new EmailAddress(asked)))
                            .as(asked)
                            .contains(user);
                }
                client().delete(user.id());
            }
        }
    }

    /**
     * Given users whose email addresses are not ASCII. When other users are created with, or updated to, other
     * spellings of the same mailbox. Then all are rejected. The user's own email address may change its spelling.
     */
    @Clause(
            value = "users.mailbox-unique",
            promise = "No two users have spellings of the same mailbox, but a user's own email address may change its "
                    + "spelling.")
    void rejectsSecondUserOfMailbox() {
        User other = client().create(aUser().build());
        for (List<String> spellings : mailboxes()) {
            User user = client().create(aUser().withEmail(spellings.get(0)).build());
            for (String taken : spellings) {
                assertThatExceptionOfType(EmailAlreadyExistsException.class)
                        .as(taken)
                        .isThrownBy(
                                () -> client().create(aUser().withEmail(taken).build()));
                assertThatExceptionOfType(EmailAlreadyExistsException.class)
                        .as(taken)
                        .isThrownBy(() -> client().update(other.withEmail(new EmailAddress(taken))));
                user = client().update(user.withEmail(new EmailAddress(taken)));
                assertThat(user.email().value()).isEqualTo(taken);
                EveryRead.assertReturns(client(), user);
            }
        }
    }

    /** Returns the spellings of several mailboxes. */
    private static List<List<String>> mailboxes() {
        String unique = Unique.email();
        return List.of(
                List.of(
                        "zoë." + unique.replace("@", "@bücher-faß."),
                        "ZOË." + unique.toUpperCase(Locale.ROOT).replace("@", "@BÜCHER-FAß."),
                        "zoë." + unique.replace("@", "@xn--bcher-fa-xya6z."),
                        "zoe\u0308." + unique.replace("@", "@bu\u0308cher-faß."),
                        "ｚｏë." + unique.replace("@", "@ｂücher-faß.")),
                List.of("σίσυφος." + unique, "ΣΊΣΥΦΟΣ." + unique, "σίσυφοσ." + unique),
                List.of("жук." + unique, "ЖУК." + unique, "Жук." + unique),
                List.of("\uD801\uDC28." + unique, "\uD801\uDC00." + unique), // letters beyond the 16 bits
                List.of("ﬁx." + unique, "FIX." + unique));
    }

    /**
     * Given email addresses that differ in a dot, a tag, a letter's mark, or a character that is a wildcard in
     * searches. When a user with each is created. Then none is rejected, and each is found by its own email address
     * only.
     */
    @Clause(
            value = "users.similar-emails-distinct",
            promise = "Email addresses of different mailboxes are different, however similar they are; none of their "
                    + "characters is a wildcard.")
    void distinguishesSimilarEmails() {
        String unique = Unique.email();
        List<User> created = new ArrayList<>();
        for (String local : List.of(
                "axb",
                "a_b",
                "a%b",
                "a*b",
                "a?b",
                "ab",
                "a.b",
                "a+b",
                "a+c",
                "a",
                "aß",
                "ass",
                "aë",
                "ae",
                "aı",
                "ai",
                "ай",
                "аи",
                "a1",
                "an",
                "c0",
                "na",
                "z".repeat(30) + "an",
                "z".repeat(30) + "c0")) {
            EmailAddress email = new EmailAddress(local + "." + unique);
            assertThat(client().findByEmail(email))
                    .as("before %s is created", email)
                    .isEmpty();
            created.add(client().create(aUser().withEmail(email.value()).build()));
        }
        for (String domain : List.of("bücher", "bucher", "faß", "fass", "b--cher")) {
            EmailAddress email = new EmailAddress(unique.replace("@", "@" + domain + "."));
            assertThat(client().findByEmail(email))
                    .as("before %s is created", email)
                    .isEmpty();
            created.add(client().create(aUser().withEmail(email.value()).build()));
        }

        for (User user : created) {
            assertThat(client().findByEmail(user.email())).contains(user);
        }
        assertThat(client().findByEmail(new EmailAddress("%@example.com"))).isEmpty();
    }

    /**
     * Given email addresses in spellings that a storage could normalize. When users are created with each, and updated
     * to each. Then every read returns the email address as given.
     */
    @Clause(
            value = "users.email-kept-as-given",
            promise = "The email address of a user is stored and returned in the spelling that was given, whatever "
                    + "the key for its comparison is.")
    void keepsEmailAsGiven() {
        User respelled = client().create(aUser().build());
        for (String form : List.of(
                "Mixed.Case+Tag-%s",
                "UPPER-%S",
                "d.o.t.s.%s",
                "zoe\u0308-%s",
                "zo\u00EB-%s",
                "\uFF5A\uFF4F-%s",
                "\uFB01x-%s",
                "ΣΊΣΥΦΟΣ-%s")) {
            for (String domain : List.of("@", "@B\u00FCcher.", "@bu\u0308cher.", "@xn--bcher-kva.", "@Sub.Domain.")) {
                String given = String.format(Locale.ROOT, form, Unique.email()).replace("@", domain);
                User user = client().create(aUser().withEmail(given).build());
                assertThat(user.email().value()).isEqualTo(given);
                EveryRead.assertReturns(client(), user);

                String typed = String.format(Locale.ROOT, form, Unique.email()).replace("@", domain);
                respelled = client().update(respelled.withEmail(new EmailAddress(typed)));
                assertThat(respelled.email().value()).isEqualTo(typed);
                assertThat(client().findById(respelled.id())).contains(respelled);
                assertThat(client().findByEmail(respelled.email())).contains(respelled);
            }
        }
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
        User changing = client().create(aUser().build());
        for (String text : TrickyStrings.ALL) {
            User user = client().create(aUser().withName(text).withBio(text).build());
            assertThat(user.name()).isEqualTo(text);
            assertThat(user.bio()).isEqualTo(text);
            EveryRead.assertReturns(client(), user);

            User changed = changing.withName(text).withBio(text + text);
            changing = client().update(changed);
            assertThat(changing).isEqualTo(changed.withVersion(changed.version() + 1));
            EveryRead.assertReturns(client(), changing);
        }
    }

    /**
     * Given users whose bio is empty or blank, and users with a bio that is updated to such a bio. When they are read.
     * Then the bio is exactly as given, neither missing nor trimmed.
     */
    @Clause(
            value = "users.empty-bio-kept",
            promise = "An empty bio stays empty and a blank bio stays blank, also after an update.")
    void keepsEmptyBio() {
        for (String bio : List.of("", " ", "   ", "\u00A0", "\n")) {
            User created = client().create(aUser().withBio(bio).build());
            assertThat(created.bio()).isEqualTo(bio);
            EveryRead.assertReturns(client(), created);

            User other = client().create(aUser().withBio("Likes tea.").build());
            User updated = client().update(other.withBio(bio));
            assertThat(updated.bio()).isEqualTo(bio);
            EveryRead.assertReturns(client(), updated);
        }
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
            EveryRead.assertReturns(client(), created);
            Instant later = time.plusNanos(5_999);
            User updated = client().update(created.withUpdatedAt(later));
            assertThat(updated.createdAt()).isEqualTo(micros);
            assertThat(updated.updatedAt()).isEqualTo(later.truncatedTo(ChronoUnit.MICROS));
            EveryRead.assertReturns(client(), updated);
        }
    }

    /**
     * Given JVM time zones with and without daylight saving time, locales with other calendars and digits, and times
     * that a zone skips or repeats. When users are stored in one zone and read in another. Then the times are the same
     * instants.
     */
    @Clause(
            value = "users.time-zone-independent",
            promise = "The times of a user do not depend on the time zone or the locale of the JVM, or on daylight "
                    + "saving time.")
    @ResourceLock(Resources.TIME_ZONE)
    @ResourceLock(Resources.LOCALE)
    void timesAreIndependentOfTimeZone() throws Exception {
        TimeZones.storeAndRead(
                () -> {
                    UserRepository there = secondClient();
                    List<User> stored = new ArrayList<>();
                    for (Instant time : TimeZones.times()) {
                        User created = there.create(aUser().createdAt(time).build());
                        assertThat(created.createdAt()).isEqualTo(time);
                        stored.add(there.update(created.withUpdatedAt(time.plusSeconds(1))));
                    }
                    return stored;
                },
                user -> EveryRead.assertReturns(client(), user));
    }
}
