package dev.roster.testkit.faulty.directory;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.data.Unique;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of user directories. Each is planted in every client of a correct directory. */
public enum UserDirectoryFaults implements PlantedFault {
    BIO_INVENTED("directory.created-user-found"),
    VISIBLE_TO_FIRST_CLIENT_ONLY("directory.created-user-found"),
    UNKNOWN_USER_FOUND("directory.unknown-is-empty"),
    NAME_NORMALIZED("directory.text-kept-exactly"),
    CONTROL_CHARACTERS_REMOVED("directory.text-kept-exactly"),
    DUPLICATE_RETURNS_EXISTING("directory.duplicate-rejected"),
    DUPLICATE_REVEALS_STORED_EMAIL("directory.duplicate-rejected"),
    NAME_TRUNCATED("directory.invalid-rejected"),
    OTHER_FIELD_REPORTED("directory.invalid-rejected"),
    OLDEST_FIRST("directory.list-newest-first"),
    PAGES_OVERLAP("directory.list-newest-first"),
    LAST_PAGE_RETURNED_PAST_THE_END("directory.list-past-the-end-empty"),
    TOTAL_COUNTS_PAGE_ONLY("directory.list-past-the-end-empty"),
    BIO_NOT_UPDATED("directory.updated-user-found"),
    EMAIL_NOT_UPDATED("directory.updated-user-found"),
    UPDATE_NOT_STORED("directory.updated-user-found"),
    EMPTY_BIO_IGNORED("directory.updated-user-found"),
    UPDATE_RECREATES_USER("directory.updated-user-found"),
    BIO_STRIPPED("directory.updated-text-kept-exactly"),
    UPDATED_NAME_NORMALIZED("directory.updated-text-kept-exactly"),
    UPDATE_CREATES("directory.update-missing-rejected"),
    UPDATE_OF_UNKNOWN_REPORTED_AS_INVALID("directory.update-missing-rejected"),
    TAKEN_EMAIL_IGNORED("directory.taken-email-rejected-on-update"),
    OWN_EMAIL_REJECTED("directory.taken-email-rejected-on-update"),
    UPDATED_NAME_TRUNCATED("directory.invalid-update-rejected"),
    LONG_BIO_TRUNCATED("directory.invalid-update-rejected"),
    DELETES_NOTHING("directory.deleted-not-found"),
    DELETED_IS_LISTED("directory.deleted-not-found"),
    DELETES_LATEST_USER_TOO("directory.deleted-not-found"),
    SECOND_DELETE_RETURNS_TRUE("directory.delete-missing-is-false"),
    DELETE_OF_UNKNOWN_REJECTED("directory.delete-missing-is-false"),
    @Fault(value = "Creates a user with the name of another call of the client.", raced = true)
    NAME_IN_SHARED_FIELD("directory.threads-independent"),
    @Fault(value = "Returns another user to callers that create the same email address at once.", raced = true)
    CONCURRENT_DUPLICATE_RETURNS_USER("directory.threads-independent");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserDirectoryFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public UserDirectory plantedIn(UserDirectory sound) {
        return new Faulty(sound);
    }

    private class Faulty implements UserDirectory {

        private final UserDirectory sound;

        /** Users created by this client. */
        private final Map<UserId, DirectoryUser> own = new ConcurrentHashMap<>();

        private volatile String currentName = "";

        Faulty(UserDirectory sound) {
            this.sound = sound;
        }

        private boolean is(UserDirectoryFaults fault) {
            return UserDirectoryFaults.this == fault;
        }

        @Override
        public Optional<DirectoryUser> findById(UserId id) {
            Optional<DirectoryUser> found = sound.findById(id);
            if (is(UNKNOWN_USER_FOUND) && found.isEmpty()) {
                return Optional.of(sound.create(new EmailAddress("anybody@example.com"), "Anybody"));
            }
            return is(VISIBLE_TO_FIRST_CLIENT_ONLY) ? found.filter(user -> own.containsKey(id)) : found;
        }

        @Override
        public Page<DirectoryUser> findAll(PageRequest request) {
            Page<DirectoryUser> page = sound.findAll(request);
            List<DirectoryUser> items = new ArrayList<>(page.items());
            switch (UserDirectoryFaults.this) {
                case OLDEST_FIRST -> Collections.reverse(items);
                case PAGES_OVERLAP, LAST_PAGE_RETURNED_PAST_THE_END -> {
                    return new Page<>(sound.findAll(PageRequest.first()).items(), page.total(), request);
                }
                case TOTAL_COUNTS_PAGE_ONLY -> {
                    return new Page<>(items, items.size(), request);
                }
                case DELETED_IS_LISTED -> {
                    own.values().stream().filter(user -> !items.contains(user)).forEach(items::add);
                }
                default -> {}
            }
            return new Page<>(items, Math.max(page.total(), items.size()), request);
        }

        @Override
        public DirectoryUser create(EmailAddress email, String name) {
            currentName = name;
            awaitOthers();
            try {
                DirectoryUser created = sound.create(email, planted(name));
                own.put(created.id(), created);
                return is(BIO_INVENTED)
                        ? new DirectoryUser(created.id(), name, "New here", created.createdAt(), created.details())
                        : created;
            } catch (EmailAlreadyExistsException taken) {
                if (is(CONCURRENT_DUPLICATE_RETURNS_USER)) {
                    return sound.create(Unique.emailAddress(), name);
                }
                DirectoryUser first = own.values().iterator().next();
                if (is(DUPLICATE_RETURNS_EXISTING)) {
                    return first;
                }
                throw is(DUPLICATE_REVEALS_STORED_EMAIL) ? new EmailAlreadyExistsException(emailOf(first)) : taken;
            } catch (InvalidValueException invalid) {
                throw is(OTHER_FIELD_REPORTED) ? new InvalidValueException("email", "is bad") : invalid;
            }
        }

        private void awaitOthers() {
            if (is(NAME_IN_SHARED_FIELD)) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        private String planted(String name) {
            return switch (UserDirectoryFaults.this) {
                case NAME_IN_SHARED_FIELD -> currentName;
                case NAME_NORMALIZED -> Normalizer.normalize(name, Normalizer.Form.NFC);
                case CONTROL_CHARACTERS_REMOVED -> name.replaceAll("\\p{Cntrl}", "");
                case NAME_TRUNCATED -> name.substring(0, Math.min(name.length(), 100));
                default -> name;
            };
        }

        @Override
        public DirectoryUser update(UserId id, UserUpdate change) {
            DirectoryUser before = sound.findById(id).orElse(null);
            if (before == null) {
                if (is(UPDATE_CREATES)) {
                    return sound.create(change.email(), change.name());
                }
                throw is(UPDATE_OF_UNKNOWN_REPORTED_AS_INVALID)
                        ? new InvalidValueException("id", "is unknown")
                        : new UserNotFoundException(id);
            }
            if (is(OWN_EMAIL_REJECTED) && emailOf(before).sameAccountAs(change.email())) {
                throw new EmailAlreadyExistsException(change.email());
            }
            if (is(UPDATE_RECREATES_USER)) {
                sound.delete(id);
                return sound.update(sound.create(change.email(), change.name()).id(), change);
            }
            UserUpdate planted = planted(before, change);
            try {
                DirectoryUser updated = sound.update(id, planted);
                if (is(UPDATE_NOT_STORED)) {
                    sound.update(id, new UserUpdate(emailOf(before), before.name(), before.bio()));
                }
                return updated;
            } catch (EmailAlreadyExistsException taken) {
                if (is(TAKEN_EMAIL_IGNORED)) {
                    return sound.update(id, new UserUpdate(emailOf(before), change.name(), change.bio()));
                }
                throw taken;
            }
        }

        private static EmailAddress emailOf(DirectoryUser user) {
            return user.email().orElseThrow();
        }

        private UserUpdate planted(DirectoryUser before, UserUpdate change) {
            String name = change.name();
            String bio = change.bio();
            return switch (UserDirectoryFaults.this) {
                case BIO_NOT_UPDATED -> new UserUpdate(change.email(), name, before.bio());
                case EMAIL_NOT_UPDATED -> new UserUpdate(emailOf(before), name, bio);
                case EMPTY_BIO_IGNORED -> new UserUpdate(change.email(), name, bio.isEmpty() ? before.bio() : bio);
                case BIO_STRIPPED -> new UserUpdate(change.email(), name, bio.strip());
                case UPDATED_NAME_NORMALIZED ->
                    new UserUpdate(change.email(), Normalizer.normalize(name, Normalizer.Form.NFC), bio);
                case UPDATED_NAME_TRUNCATED ->
                    new UserUpdate(change.email(), name.substring(0, Math.min(name.length(), 100)), bio);
                case LONG_BIO_TRUNCATED ->
                    new UserUpdate(change.email(), name, bio.substring(0, Math.min(bio.length(), 1_000)));
                default -> change;
            };
        }

        @Override
        public boolean delete(UserId id) {
            boolean exists = sound.findById(id).isPresent();
            if (is(DELETES_NOTHING)) {
                return exists;
            }
            if (is(DELETE_OF_UNKNOWN_REJECTED) && !exists) {
                throw new UserNotFoundException(id);
            }
            if (is(DELETES_LATEST_USER_TOO)) {
                sound.findAll(PageRequest.first()).items().stream()
                        .filter(user -> !user.id().equals(id))
                        .findFirst()
                        .ifPresent(user -> sound.delete(user.id()));
            }
            return sound.delete(id) || is(SECOND_DELETE_RETURNS_TRUE);
        }
    }
}
