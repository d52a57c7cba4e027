package dev.roster.testkit.contract.directory;

import dev.roster.application.port.directory.UserChange;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faults of directories, each planted in a sound one, for each of its clients. */
enum UserDirectoryFaults {
    BIO_MADE_UP("directory.created-is-found"),
    SEEN_BY_THE_FIRST_CLIENT_ALONE("directory.created-is-found"),
    ANYBODY_FOR_UNKNOWN("directory.unknown-is-empty"),
    NAME_COMPOSED("directory.text-kept-exactly"),
    NAME_STRIPPED_OF_CONTROLS("directory.text-kept-exactly"),
    DUPLICATE_IS_THE_OLD_ONE("directory.duplicate-refused"),
    DUPLICATE_NAMES_STORED_ADDRESS("directory.duplicate-refused"),
    NAME_CUT("directory.invalid-refused"),
    FAULT_OF_ANOTHER_FIELD("directory.invalid-refused"),
    OLDEST_FIRST("directory.lists-newest-first"),
    PAGES_OVERLAP("directory.lists-newest-first"),
    LAST_PAGE_PAST_THE_END("directory.past-the-end-empty"),
    TOTAL_OF_THE_PAGE("directory.past-the-end-empty"),
    BIO_NOT_UPDATED("directory.updated-is-found"),
    ADDRESS_NOT_UPDATED("directory.updated-is-found"),
    UPDATE_NOT_STORED("directory.updated-is-found"),
    EMPTY_BIO_LEAVES_THE_OLD("directory.updated-is-found"),
    UPDATED_IS_CREATED_ANEW("directory.updated-is-found"),
    BIO_STRIPPED("directory.updated-text-kept-exactly"),
    UPDATED_NAME_COMPOSED("directory.updated-text-kept-exactly"),
    UPDATE_CREATES("directory.update-of-unknown-refused"),
    UPDATE_OF_UNKNOWN_IS_INVALID("directory.update-of-unknown-refused"),
    TAKEN_ADDRESS_LEFT_OUT("directory.update-to-taken-refused"),
    OWN_ADDRESS_TAKEN("directory.update-to-taken-refused"),
    UPDATED_NAME_CUT("directory.invalid-update-refused"),
    LONG_BIO_CUT("directory.invalid-update-refused"),
    DELETES_NOTHING("directory.deleted-is-gone"),
    DELETED_IS_LISTED("directory.deleted-is-gone"),
    DELETES_THE_LATEST_TOO("directory.deleted-is-gone"),
    DELETES_TWICE("directory.delete-of-unknown-is-false"),
    DELETE_OF_UNKNOWN_REFUSED("directory.delete-of-unknown-is-false");

    final String clause;

    UserDirectoryFaults(String clause) {
        this.clause = clause;
    }

    UserDirectory plantedIn(UserDirectory sound) {
        return new Faulty(sound);
    }

    private class Faulty implements UserDirectory {

        private final UserDirectory sound;

        /** Created by this client. */
        private final Map<UserId, DirectoryUser> own = new HashMap<>();

        Faulty(UserDirectory sound) {
            this.sound = sound;
        }

        private boolean is(UserDirectoryFaults fault) {
            return UserDirectoryFaults.this == fault;
        }

        @Override
        public Optional<DirectoryUser> findById(UserId id) {
            Optional<DirectoryUser> found = sound.findById(id);
            if (is(ANYBODY_FOR_UNKNOWN) && found.isEmpty()) {
                return Optional.of(sound.create(new EmailAddress("anybody@example.com"), "Anybody"));
            }
            return is(SEEN_BY_THE_FIRST_CLIENT_ALONE) ? found.filter(user -> own.containsKey(id)) : found;
        }

        @Override
        public Page<DirectoryUser> findAll(PageRequest request) {
            Page<DirectoryUser> page = sound.findAll(request);
            List<DirectoryUser> items = new ArrayList<>(page.items());
            switch (UserDirectoryFaults.this) {
                case OLDEST_FIRST -> Collections.reverse(items);
                case PAGES_OVERLAP, LAST_PAGE_PAST_THE_END -> {
                    return new Page<>(sound.findAll(PageRequest.first()).items(), page.total(), request);
                }
                case TOTAL_OF_THE_PAGE -> {
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
            try {
                DirectoryUser created = sound.create(email, planted(name));
                own.put(created.id(), created);
                return is(BIO_MADE_UP)
                        ? new DirectoryUser(
                                created.id(), email, name, "New here", false, created.createdAt(), created.updatedAt())
                        : created;
            } catch (EmailAlreadyExistsException taken) {
                DirectoryUser first = own.values().iterator().next();
                if (is(DUPLICATE_IS_THE_OLD_ONE)) {
                    return first;
                }
                throw is(DUPLICATE_NAMES_STORED_ADDRESS) ? new EmailAlreadyExistsException(first.email()) : taken;
            } catch (InvalidValueException invalid) {
                throw is(FAULT_OF_ANOTHER_FIELD) ? new InvalidValueException("email", "is bad") : invalid;
            }
        }

        private String planted(String name) {
            return switch (UserDirectoryFaults.this) {
                case NAME_COMPOSED -> Normalizer.normalize(name, Normalizer.Form.NFC);
                case NAME_STRIPPED_OF_CONTROLS -> name.replaceAll("\\p{Cntrl}", "");
                case NAME_CUT -> name.substring(0, Math.min(name.length(), 100));
                default -> name;
            };
        }

        @Override
        public DirectoryUser update(UserId id, UserChange change) {
            DirectoryUser before = sound.findById(id).orElse(null);
            if (before == null) {
                if (is(UPDATE_CREATES)) {
                    return sound.create(change.email(), change.name());
                }
                throw is(UPDATE_OF_UNKNOWN_IS_INVALID)
                        ? new InvalidValueException("id", "is unknown")
                        : new UserNotFoundException(id);
            }
            if (is(OWN_ADDRESS_TAKEN) && before.email().sameAccountAs(change.email())) {
                throw new EmailAlreadyExistsException(change.email());
            }
            if (is(UPDATED_IS_CREATED_ANEW)) {
                sound.delete(id);
                return sound.update(sound.create(change.email(), change.name()).id(), change);
            }
            UserChange planted = planted(before, change);
            try {
                DirectoryUser updated = sound.update(id, planted);
                if (is(UPDATE_NOT_STORED)) {
                    sound.update(id, new UserChange(before.email(), before.name(), before.bio()));
                }
                return updated;
            } catch (EmailAlreadyExistsException taken) {
                if (is(TAKEN_ADDRESS_LEFT_OUT)) {
                    return sound.update(id, new UserChange(before.email(), change.name(), change.bio()));
                }
                throw taken;
            }
        }

        private UserChange planted(DirectoryUser before, UserChange change) {
            String name = change.name();
            String bio = change.bio();
            return switch (UserDirectoryFaults.this) {
                case BIO_NOT_UPDATED -> new UserChange(change.email(), name, before.bio());
                case ADDRESS_NOT_UPDATED -> new UserChange(before.email(), name, bio);
                case EMPTY_BIO_LEAVES_THE_OLD ->
                    new UserChange(change.email(), name, bio.isEmpty() ? before.bio() : bio);
                case BIO_STRIPPED -> new UserChange(change.email(), name, bio.strip());
                case UPDATED_NAME_COMPOSED ->
                    new UserChange(change.email(), Normalizer.normalize(name, Normalizer.Form.NFC), bio);
                case UPDATED_NAME_CUT ->
                    new UserChange(change.email(), name.substring(0, Math.min(name.length(), 100)), bio);
                case LONG_BIO_CUT ->
                    new UserChange(change.email(), name, bio.substring(0, Math.min(bio.length(), 1_000)));
                default -> change;
            };
        }

        @Override
        public boolean delete(UserId id) {
            switch (UserDirectoryFaults.this) {
                case DELETES_NOTHING -> {
                    return sound.findById(id).isPresent();
                }
                case DELETES_THE_LATEST_TOO ->
                    sound.findAll(PageRequest.first()).items().stream()
                            .filter(user -> !user.id().equals(id))
                            .findFirst()
                            .ifPresent(user -> sound.delete(user.id()));
                case DELETE_OF_UNKNOWN_REFUSED -> {
                    if (sound.findById(id).isEmpty()) {
                        throw new UserNotFoundException(id);
                    }
                }
                default -> {}
            }
            return sound.delete(id) || is(DELETES_TWICE);
        }
    }
}
