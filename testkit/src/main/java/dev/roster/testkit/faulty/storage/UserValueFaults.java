package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Planted faults of user repositories that change values, or compare them inexactly. */
public enum UserValueFaults implements PlantedFault {
    @Fault("Trims names when they are updated.")
    NAME_TRIMMED_ON_UPDATE("users.text-kept-exactly"),
    @Fault("Trims names in lists.")
    NAME_TRIMMED_IN_LIST("users.text-kept-exactly"),
    @Fault("Removes no-break blanks around names.")
    NO_BREAK_BLANKS_REMOVED("users.text-kept-exactly"),
    @Fault("Stores a name of digits as a number.")
    DIGITS_STORED_AS_NUMBER("users.text-kept-exactly"),
    @Fault("Removes the backslash at the end of a name.")
    LAST_BACKSLASH_REMOVED("users.text-kept-exactly"),
    @Fault("Keeps 255 characters of a bio.")
    BIO_OF_255_CHARACTERS("users.longest-values-kept"),
    @Fault("Stores a blank for an empty bio.")
    EMPTY_BIO_FILLED("users.empty-bio-kept"),
    @Fault("Stores an empty bio for a blank one when it is updated.")
    BLANK_BIO_EMPTIED_ON_UPDATE("users.empty-bio-kept"),
    @Fault("Stores the later of the given and the stored time of the last change.")
    LATER_UPDATE_TIME_STORED("users.update-time-kept"),
    @Fault("Stores the current time as the time of the last change.")
    UPDATE_TIME_OF_DATABASE("users.update-time-kept"),
    @Fault("Stores the time of creation at least as the time of the last change.")
    UPDATE_TIME_NOT_BEFORE_CREATION("users.update-time-kept"),
    @Fault("Keeps times in 32 bits of seconds.")
    TIMES_IN_32_BITS("users.microseconds-kept"),
    @Fault("Keeps times in 64 bits of nanoseconds.")
    TIMES_IN_NANOSECONDS("users.microseconds-kept"),
    @Fault("Reads years in the calendar of the locale.")
    YEARS_IN_CALENDAR_OF_LOCALE("users.time-zone-independent"),
    @Fault("Orders the list by milliseconds.")
    ORDERED_BY_MILLISECONDS("users.list-newest-first"),
    @Fault("Looks up the lower 32 bits of an id.")
    LOOKUP_IN_32_BITS("users.unknown-is-empty"),
    @Fault("Deletes by the lower 32 bits of an id.")
    DELETION_IN_32_BITS("users.delete-missing-is-false"),
    @Fault("Compares the lower 32 bits of versions in updates.")
    UPDATE_VERSIONS_IN_32_BITS("users.stale-update-rejected"),
    @Fault("Compares the lower 32 bits of versions in deletions.")
    DELETE_VERSIONS_IN_32_BITS("users.stale-delete-rejected"),
    @Fault("Does nothing in an update without a change.")
    UPDATE_WITHOUT_CHANGE_IGNORED("users.update-raises-version");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserValueFaults(String... clauses) {
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

        private boolean is(UserValueFaults fault) {
            return UserValueFaults.this == fault;
        }

        @Override
        public User create(NewUser user) {
            return read(sound.create(new NewUser(
                    user.email(),
                    storedName(user.name()),
                    storedBio(user.bio()),
                    user.createdBy(),
                    stored(user.createdAt()))));
        }

        private String storedName(String name) {
            return switch (UserValueFaults.this) {
                case NO_BREAK_BLANKS_REMOVED -> name.replaceAll("^[\\u00A0\\u202F]+|[\\u00A0\\u202F]+$", "");
                case DIGITS_STORED_AS_NUMBER ->
                    name.matches("[0-9]{1,9}") ? String.valueOf(Integer.parseInt(name)) : name;
                case LAST_BACKSLASH_REMOVED -> name.endsWith("\\") ? name.substring(0, name.length() - 1) : name;
                default -> name;
            };
        }

        private String storedBio(String bio) {
            return switch (UserValueFaults.this) {
                case BIO_OF_255_CHARACTERS -> bio.substring(0, Math.min(255, bio.length()));
                case EMPTY_BIO_FILLED -> bio.isEmpty() ? " " : bio;
                default -> bio;
            };
        }

        private Instant stored(Instant time) {
            return switch (UserValueFaults.this) {
                case TIMES_IN_32_BITS -> Instant.ofEpochSecond(time.getEpochSecond() << 32 >> 32, time.getNano());
                case TIMES_IN_NANOSECONDS -> {
                    long nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
                    yield Instant.ofEpochSecond(0, nanos);
                }
                default -> time;
            };
        }

        private User read(User user) {
            return is(YEARS_IN_CALENDAR_OF_LOCALE)
                            && "buddhist".equals(Locale.getDefault().getUnicodeLocaleType("ca"))
                    ? user.withUpdatedAt(user.updatedAt().plus(365 * 543L, ChronoUnit.DAYS))
                    : user;
        }

        @Override
        public Optional<User> findById(UserId id) {
            boolean cut = is(LOOKUP_IN_32_BITS) && id != null && (int) id.value() > 0;
            return sound.findById(cut ? new UserId(id.value() << 32 >> 32) : id).map(this::read);
        }

        @Override
        public Page<User> findAll(PageRequest request) {
            Page<User> page = sound.findAll(request);
            return switch (UserValueFaults.this) {
                case NAME_TRIMMED_IN_LIST ->
                    page.map(user -> user.name().isBlank()
                            ? user
                            : user.withName(user.name().strip()));
                case ORDERED_BY_MILLISECONDS ->
                    new Page<>(
                            page.items().stream()
                                    .sorted(Comparator.comparing((User user) ->
                                                    user.createdAt().toEpochMilli())
                                            .thenComparing(user -> user.id().value())
                                            .reversed())
                                    .toList(),
                            page.total(),
                            request);
                default -> page.map(this::read);
            };
        }

        @Override
        public User update(User user) {
            Optional<User> stored = user == null ? Optional.empty() : sound.findById(user.id());
            if (is(UPDATE_WITHOUT_CHANGE_IGNORED) && stored.filter(user::equals).isPresent()) {
                return user;
            }
            return sound.update(stored.map(old -> stored(user, old)).orElse(user));
        }

        private User stored(User user, User old) {
            return switch (UserValueFaults.this) {
                case NAME_TRIMMED_ON_UPDATE -> user.withName(user.name().strip());
                case BLANK_BIO_EMPTIED_ON_UPDATE -> user.bio().isBlank() ? user.withBio("") : user;
                case LATER_UPDATE_TIME_STORED ->
                    user.updatedAt().isBefore(old.updatedAt()) ? user.withUpdatedAt(old.updatedAt()) : user;
                case UPDATE_TIME_OF_DATABASE -> user.withUpdatedAt(Instant.now());
                case UPDATE_TIME_NOT_BEFORE_CREATION ->
                    user.updatedAt().isBefore(old.createdAt()) ? user.withUpdatedAt(old.createdAt()) : user;
                case UPDATE_VERSIONS_IN_32_BITS ->
                    (int) user.version() == (int) old.version() ? user.withVersion(old.version()) : user;
                default -> user;
            };
        }

        @Override
        public boolean delete(UserId id) {
            boolean cut = is(DELETION_IN_32_BITS) && id != null && (int) id.value() > 0;
            return sound.delete(cut ? new UserId(id.value() << 32 >> 32) : id);
        }

        @Override
        public boolean delete(UserId id, long version) {
            boolean cut = is(DELETE_VERSIONS_IN_32_BITS)
                    && id != null
                    && sound.findById(id)
                            .filter(user -> (int) user.version() == (int) version)
                            .isPresent();
            return cut ? sound.delete(id) : sound.delete(id, version);
        }
    }
}
