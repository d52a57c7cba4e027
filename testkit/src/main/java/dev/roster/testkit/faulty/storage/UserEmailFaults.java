package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Planted faults of user repositories that change email addresses, or compare them by another key. */
public enum UserEmailFaults implements PlantedFault {
    @Fault("Stores email addresses in lower case.")
    EMAIL_STORED_IN_LOWER_CASE("users.email-kept-as-given"),
    @Fault("Stores the domain of an updated email address in lower case.")
    EMAIL_DOMAIN_STORED_IN_LOWER_CASE("users.email-kept-as-given"),
    @Fault("Stores domains in ASCII.")
    EMAIL_DOMAIN_STORED_IN_ASCII("users.email-kept-as-given"),
    @Fault("Normalizes the letters of email addresses in lists.")
    EMAIL_NORMALIZED_IN_LIST("users.email-kept-as-given"),
    @Fault("Ignores the case of ASCII letters only when it looks up an email address.")
    CASE_IGNORED_IN_ASCII_ONLY("users.email-found-by-mailbox"),
    @Fault("Ignores the case of ASCII letters only when it rejects duplicates.")
    DUPLICATES_REJECTED_IN_ASCII_ONLY("users.mailbox-unique"),
    @Fault("Treats the characters of an email address as a pattern.")
    EMAIL_TREATED_AS_PATTERN("users.similar-emails-distinct"),
    @Fault("Rejects an email address that differs from another in dots only.")
    DOTS_IGNORED("users.similar-emails-distinct"),
    @Fault("Rejects an email address that differs from another in its tag only.")
    TAGS_IGNORED("users.similar-emails-distinct"),
    @Fault("Finds email addresses whatever the marks of their letters are.")
    MARKS_IGNORED("users.similar-emails-distinct"),
    @Fault("Treats the letter sharp s and two letters s as equal.")
    SHARP_S_EXPANDED("users.similar-emails-distinct");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserEmailFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        UserRepository faulty = new Faulty(sound.users());
        return new ForwardingStorage(sound) {
            @Override
            public UserRepository users() {
                return faulty;
            }
        };
    }

    private final class Faulty extends ForwardingUserRepository {

        Faulty(UserRepository sound) {
            super(sound);
        }

        private boolean is(UserEmailFaults fault) {
            return UserEmailFaults.this == fault;
        }

        @Override
        public User create(NewUser user) {
            rejectSimilar(user.email());
            try {
                return sound.create(
                        new NewUser(stored(user.email()), user.name(), user.bio(), user.createdBy(), user.createdAt()));
            } catch (EmailAlreadyExistsException duplicate) {
                User first = sound.findByEmail(user.email()).orElseThrow();
                if (is(DUPLICATES_REJECTED_IN_ASCII_ONLY)
                        && !asciiFolded(first.email()).equals(asciiFolded(user.email()))) {
                    return user.toUser(new UserId(UserId.MAX));
                }
                throw duplicate;
            }
        }

        private EmailAddress stored(EmailAddress email) {
            String value = email.value();
            String local = value.substring(0, value.lastIndexOf('@'));
            return switch (UserEmailFaults.this) {
                case EMAIL_STORED_IN_LOWER_CASE -> new EmailAddress(value.toLowerCase(Locale.ROOT));
                case EMAIL_DOMAIN_STORED_IN_ASCII ->
                    new EmailAddress(local
                            + email.toAscii()
                                    .map(ascii -> ascii.substring(ascii.lastIndexOf('@')))
                                    .orElseThrow());
                default -> email;
            };
        }

        private static String asciiFolded(EmailAddress email) {
            StringBuilder folded = new StringBuilder();
            email.value().chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
            return folded.toString();
        }

        private void rejectSimilar(EmailAddress email) {
            if (is(DOTS_IGNORED) || is(TAGS_IGNORED)) {
                firstWith(user -> similar(user.email()).equals(similar(email))).ifPresent(similar -> {
                    throw new EmailAlreadyExistsException(email);
                });
            }
        }

        private String similar(EmailAddress email) {
            String value = email.value();
            String local = value.substring(0, value.lastIndexOf('@'));
            return is(DOTS_IGNORED)
                    ? local.replace(".", "") + value.substring(value.lastIndexOf('@'))
                    : value.replaceAll("\\+[^.]*", "");
        }

        @Override
        public Optional<User> findByEmail(EmailAddress email) {
            Optional<User> found = sound.findByEmail(email);
            return switch (UserEmailFaults.this) {
                case CASE_IGNORED_IN_ASCII_ONLY ->
                    found.filter(user -> asciiFolded(user.email()).equals(asciiFolded(email)));
                case EMAIL_TREATED_AS_PATTERN ->
                    found.or(() -> firstWith(user -> user.email().key().length()
                                    == email.key().length()
                            && user.email().key().matches("\\Q" + email.key().replace("_", "\\E.\\Q") + "\\E")));
                case MARKS_IGNORED ->
                    found.or(() -> firstWith(user -> withoutMarks(user.email()).equals(withoutMarks(email))));
                case SHARP_S_EXPANDED ->
                    found.or(() -> firstWith(user -> user.email()
                            .value()
                            .replace("ß", "ss")
                            .equals(email.value().replace("ß", "ss"))));
                default -> found;
            };
        }

        private Optional<User> firstWith(Predicate<User> wanted) {
            return sound.findAll(new PageRequest(1, 100)).items().stream()
                    .filter(wanted)
                    .findFirst();
        }

        private static String withoutMarks(EmailAddress email) {
            return Normalizer.normalize(email.value(), Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
        }

        @Override
        public Page<User> findAll(PageRequest request) {
            Page<User> page = sound.findAll(request);
            return is(EMAIL_NORMALIZED_IN_LIST) ? page.map(UserEmailFaults::normalized) : page;
        }

        @Override
        public User update(User user) {
            if (!is(EMAIL_DOMAIN_STORED_IN_LOWER_CASE)) {
                return sound.update(user);
            }
            String value = user.email().value();
            int at = value.lastIndexOf('@');
            return sound.update(user.withEmail(new EmailAddress(
                    value.substring(0, at) + value.substring(at).toLowerCase(Locale.ROOT))));
        }
    }

    private static User normalized(User user) {
        String composed = Normalizer.normalize(user.email().value(), Normalizer.Form.NFC);
        return user.withEmail(new EmailAddress(composed)).withVerified(user.verified());
    }
}
