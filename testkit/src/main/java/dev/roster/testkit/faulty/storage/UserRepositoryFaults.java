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
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Planted faults of user repositories, all seen in real repositories, each with the clause that must detect it. */
public enum UserRepositoryFaults implements PlantedFault {
    @Fault("Finds email addresses in their stored case only.")
    EMAIL_LOOKUP_CASE_SENSITIVE("users.email-found-ignoring-case"),
    @Fault("Lowers email addresses by the rules of the machine's language.")
    EMAIL_LOWERCASED_BY_DEFAULT_LOCALE("users.email-comparison-ignores-locale"),
    @Fault("Finds email addresses by lower case only, not by all spellings of the mailbox.")
    MAILBOX_LOOKED_UP_IN_LOWER_CASE("users.email-found-by-mailbox"),
    @Fault("Compares new email addresses in lower case only.")
    MAILBOX_UNIQUE_IN_LOWER_CASE("users.mailbox-unique"),
    @Fault("Returns the existing user in place of rejecting a taken email address.")
    DUPLICATE_RETURNS_EXISTING("users.email-unique-ignoring-case"),
    @Fault("Replaces the existing user by one with the same email address.")
    DUPLICATE_OVERWRITES_FIRST("users.duplicate-keeps-existing"),
    @Fault("Checks first that an email address is free, and stores later.")
    DUPLICATES_RACE("users.concurrent-duplicates-one-wins"),
    @Fault("Stores users without their bio.")
    BIO_LOST("users.fields-round-trip"),
    @Fault("Finds a user for an unknown id.")
    UNKNOWN_USER_FOUND("users.unknown-is-empty"),
    @Fault("Gives a new user the id of a deleted one.")
    IDS_REUSED("users.ids-never-reused"),
    @Fault("Gives new users lower ids than earlier ones.")
    IDS_DECREASE("users.ids-increase"),
    @Fault("Stores updates under the version that they replace.")
    VERSION_NOT_RAISED("users.update-raises-version"),
    @Fault("Stores the creation time that an update contains.")
    CREATION_TIME_OVERWRITTEN("users.identity-immutable"),
    @Fault("Accepts updates of an old version.")
    STALE_VERSION_ACCEPTED("users.stale-update-rejected"),
    @Fault("Compares versions first, and stores later.")
    LAST_UPDATE_WINS("users.concurrent-updates-not-lost"),
    @Fault("Rejects another case of the user's own email address as taken.")
    OWN_EMAIL_REJECTED("users.own-email-may-change-case"),
    @Fault("Accepts updates to the email address of another user.")
    TAKEN_EMAIL_ACCEPTED("users.taken-email-rejected-on-update"),
    @Fault("Keeps the email addresses of deleted users taken.")
    EMAIL_NEVER_FREED("users.freed-email-reusable"),
    @Fault("Creates a user in an update of an unknown one.")
    MISSING_UPDATE_CREATES("users.update-missing-rejected"),
    @Fault("Returns true for the deletion of an unknown user.")
    DELETE_ALWAYS_TRUE("users.delete-missing-is-false"),
    @Fault("Deletes a user whatever the version.")
    DELETE_IGNORES_VERSION("users.stale-delete-rejected"),
    @Fault("Lists the oldest users first.")
    OLDEST_FIRST("users.list-newest-first"),
    @Fault("Starts each page with the last user of the page before.")
    PAGES_OVERLAP("users.list-pages-complete"),
    @Fault("Counts only the users of the page in its total.")
    TOTAL_COUNTS_PAGE_ONLY("users.list-past-the-end-empty"),
    @Fault("Trims texts.")
    TEXT_TRIMMED("users.text-kept-exactly"),
    @Fault("Normalizes texts.")
    TEXT_NORMALIZED("users.text-kept-exactly"),
    @Fault("Limits texts by UTF-16 units in place of code points.")
    LENGTH_IN_UTF16("users.longest-values-kept"),
    @Fault("Truncates times to milliseconds.")
    TIME_TRUNCATED_TO_MILLISECONDS("users.microseconds-kept"),
    @Fault("Stores times of the machine's time zone.")
    LOCAL_TIME_STORED("users.time-zone-independent"),
    @Fault("Accepts null arguments.")
    NULL_ACCEPTED("users.invalid-rejected");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserRepositoryFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(InMemoryStorage sound) {
        UserRepository faulty = plantedIn(sound.users(), sound::setNextUserId);
        return new ForwardingStorage(sound) {
            @Override
            public UserRepository users() {
                return faulty;
            }
        };
    }

    private UserRepository plantedIn(UserRepository sound, Consumer<UserId> nextId) {
        Set<String> everUsed = Collections.synchronizedSet(new HashSet<>());
        AtomicLong lastMadeUp = new AtomicLong(1_000_000_000);
        return new ForwardingUserRepository(sound) {

            private boolean is(UserRepositoryFaults fault) {
                return UserRepositoryFaults.this == fault;
            }

            @Override
            public User create(NewUser user) {
                if (is(EMAIL_NEVER_FREED) && !everUsed.add(user.email().key())) {
                    throw new EmailAlreadyExistsException(user.email());
                }
                if (is(IDS_DECREASE)) {
                    nextId.accept(new UserId(lastMadeUp.decrementAndGet()));
                }
                try {
                    return sound.create(stored(user));
                } catch (EmailAlreadyExistsException duplicate) {
                    User first = sound.findByEmail(user.email()).orElseThrow();
                    if (is(MAILBOX_UNIQUE_IN_LOWER_CASE) && !sameInLowerCase(first.email(), user.email())) {
                        return user.toUser(new UserId(lastMadeUp.incrementAndGet()));
                    }
                    if (is(DUPLICATE_RETURNS_EXISTING) || is(DUPLICATES_RACE)) {
                        return first;
                    }
                    if (is(DUPLICATE_OVERWRITES_FIRST)) {
                        sound.update(first.withName(user.name()));
                    }
                    throw duplicate;
                }
            }

            private NewUser stored(NewUser user) {
                String name = user.name();
                Instant time = user.createdAt();
                ZoneId zone = ZoneId.systemDefault();
                return new NewUser(
                        user.email(),
                        switch (UserRepositoryFaults.this) {
                            case TEXT_TRIMMED -> name.strip();
                            case TEXT_NORMALIZED -> Normalizer.normalize(name, Normalizer.Form.NFC);
                            case LENGTH_IN_UTF16 -> name.substring(0, Math.min(100, name.length()));
                            default -> name;
                        },
                        is(BIO_LOST) ? "" : user.bio(),
                        user.createdBy(),
                        switch (UserRepositoryFaults.this) {
                            case TIME_TRUNCATED_TO_MILLISECONDS -> time.truncatedTo(ChronoUnit.MILLIS);
                            case LOCAL_TIME_STORED ->
                                LocalDateTime.ofInstant(time, zone).atZone(zone).toInstant();
                            default -> time;
                        });
            }

            @Override
            public Optional<User> findById(UserId id) {
                if (is(NULL_ACCEPTED) && id == null) {
                    return Optional.empty();
                }
                Optional<User> found = sound.findById(id);
                return is(UNKNOWN_USER_FOUND) && found.isEmpty()
                        ? sound.findAll(PageRequest.first()).items().stream().findFirst()
                        : found;
            }

            @Override
            public Optional<User> findByEmail(EmailAddress email) {
                Optional<User> found = sound.findByEmail(email);
                if (is(EMAIL_LOOKUP_CASE_SENSITIVE)) {
                    return found.filter(user -> user.email().equals(email));
                }
                if (is(MAILBOX_LOOKED_UP_IN_LOWER_CASE)) {
                    return found.filter(user -> sameInLowerCase(user.email(), email));
                }
                if (is(EMAIL_LOWERCASED_BY_DEFAULT_LOCALE)) {
                    return found.filter(user -> folded(user.email()).equals(folded(email)));
                }
                return found;
            }

            private boolean sameInLowerCase(EmailAddress one, EmailAddress other) {
                return one.value().toLowerCase(Locale.ROOT).equals(other.value().toLowerCase(Locale.ROOT));
            }

            @SuppressWarnings("StringCaseLocaleUsage") // planted fault
            private String folded(EmailAddress email) {
                return email.value().toLowerCase();
            }

            @Override
            public Page<User> findAll(PageRequest request) {
                Page<User> page = sound.findAll(request);
                return switch (UserRepositoryFaults.this) {
                    case OLDEST_FIRST -> FaultyPages.reversed(page);
                    case PAGES_OVERLAP -> FaultyPages.overlapping(request, sound::findAll);
                    case TOTAL_COUNTS_PAGE_ONLY -> FaultyPages.countingItems(page);
                    default -> page;
                };
            }

            @Override
            public User update(User user) {
                Optional<User> stored = sound.findById(user.id());
                if (is(MISSING_UPDATE_CREATES) && stored.isEmpty()) {
                    return sound.create(new NewUser(user.email(), user.name(), user.bio(), null, user.createdAt()));
                }
                User current = stored.orElseThrow(() -> new UserNotFoundException(user.id()));
                if (is(STALE_VERSION_ACCEPTED) || is(LAST_UPDATE_WINS)) {
                    return sound.update(user.withVersion(current.version()));
                }
                if (is(OWN_EMAIL_REJECTED) && !current.email().equals(user.email())) {
                    sound.findByEmail(user.email()).ifPresent(taken -> {
                        throw new EmailAlreadyExistsException(user.email());
                    });
                }
                if (is(TAKEN_EMAIL_ACCEPTED)) {
                    boolean taken = sound.findByEmail(user.email())
                            .filter(other -> !other.id().equals(user.id()))
                            .isPresent();
                    return sound.update(taken ? user.withEmail(current.email()) : user);
                }
                User updated = sound.update(user);
                return switch (UserRepositoryFaults.this) {
                    case VERSION_NOT_RAISED -> updated.withVersion(user.version());
                    case CREATION_TIME_OVERWRITTEN ->
                        new NewUser(
                                        updated.email(),
                                        updated.name(),
                                        updated.bio(),
                                        updated.createdBy(),
                                        user.createdAt())
                                .toUser(updated.id())
                                .withVersion(updated.version());
                    default -> updated;
                };
            }

            @Override
            public boolean delete(UserId id) {
                boolean deleted = sound.delete(id);
                if (is(IDS_REUSED) && deleted) {
                    nextId.accept(id);
                }
                return deleted || is(DELETE_ALWAYS_TRUE);
            }

            @Override
            public boolean delete(UserId id, long version) {
                return is(DELETE_IGNORES_VERSION) ? sound.delete(id) : sound.delete(id, version);
            }
        };
    }
}
