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
    @Fault("Creates users with a bio.")
    BIO_INVENTED("directory.created-user-found"),
    @Fault("Shows new users to the first client only.")
    VISIBLE_TO_FIRST_CLIENT_ONLY("directory.created-user-found"),
    @Fault("Finds a user for an unknown id.")
    UNKNOWN_USER_FOUND("directory.unknown-is-empty"),
    @Fault("Normalizes the names of new users.")
    NAME_NORMALIZED("directory.text-kept-exactly"),
    @Fault("Removes control characters from names.")
    CONTROL_CHARACTERS_REMOVED("directory.text-kept-exactly"),
    @Fault("Returns the existing user in place of rejecting a taken email address.")
    DUPLICATE_RETURNS_EXISTING("directory.duplicate-rejected"),
    @Fault("Reports the stored spelling of a taken email address.")
    DUPLICATE_REVEALS_STORED_EMAIL("directory.duplicate-rejected"),
    @Fault("Truncates names that are too long.")
    NAME_TRUNCATED("directory.invalid-rejected"),
    @Fault("Reports another field as invalid.")
    OTHER_FIELD_REPORTED("directory.invalid-rejected"),
    @Fault("Lists the oldest users first.")
    OLDEST_FIRST("directory.list-newest-first"),
    @Fault("Starts each page with the last user of the page before.")
    PAGES_OVERLAP("directory.list-newest-first"),
    @Fault("Returns the last page again past the end.")
    LAST_PAGE_RETURNED_PAST_THE_END("directory.list-past-the-end-empty"),
    @Fault("Counts only the users of the page in its total.")
    TOTAL_COUNTS_PAGE_ONLY("directory.list-past-the-end-empty"),
    @Fault("Keeps the earlier bio in updates.")
    BIO_NOT_UPDATED("directory.updated-user-found"),
    @Fault("Keeps the earlier email address in updates.")
    EMAIL_NOT_UPDATED("directory.updated-user-found"),
    @Fault("Returns an update that it does not store.")
    UPDATE_NOT_STORED("directory.updated-user-found"),
    @Fault("Keeps the earlier bio if the new one is empty.")
    EMPTY_BIO_IGNORED("directory.updated-user-found"),
    @Fault("Deletes a user and creates another one in an update.")
    UPDATE_RECREATES_USER("directory.updated-user-found"),
    @Fault("Strips blanks around bios.")
    BIO_STRIPPED("directory.updated-text-kept-exactly"),
    @Fault("Normalizes the names of updated users.")
    UPDATED_NAME_NORMALIZED("directory.updated-text-kept-exactly"),
    @Fault("Creates a user in an update of an unknown one.")
    UPDATE_CREATES("directory.update-missing-rejected"),
    @Fault("Reports an update of an unknown user as an invalid value.")
    UPDATE_OF_UNKNOWN_REPORTED_AS_INVALID("directory.update-missing-rejected"),
    @Fault("Ignores an update to a taken email address.")
    TAKEN_EMAIL_IGNORED("directory.taken-email-rejected-on-update"),
    @Fault("Rejects another case of the user's own email address as taken.")
    OWN_EMAIL_REJECTED("directory.taken-email-rejected-on-update"),
    @Fault("Truncates the names of updated users.")
    UPDATED_NAME_TRUNCATED("directory.invalid-update-rejected"),
    @Fault("Truncates bios that are too long.")
    LONG_BIO_TRUNCATED("directory.invalid-update-rejected"),
    @Fault("Reports users as deleted that it keeps.")
    DELETES_NOTHING("directory.deleted-not-found"),
    @Fault("Lists deleted users.")
    DELETED_IS_LISTED("directory.deleted-not-found"),
    @Fault("Deletes the newest user together with another one.")
    DELETES_LATEST_USER_TOO("directory.deleted-not-found"),
    @Fault("Returns true for the deletion of a deleted user.")
    SECOND_DELETE_RETURNS_TRUE("directory.delete-missing-is-false"),
    @Fault("Throws an exception for the deletion of an unknown user.")
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
