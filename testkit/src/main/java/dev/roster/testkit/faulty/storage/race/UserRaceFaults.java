package dev.roster.testkit.faulty.storage.race;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.StaleVersionException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Planted faults of users that show only if two calls meet: each reads or checks first, and writes or reads again
 * later, without a lock or a transaction. None pauses in between.
 */
public enum UserRaceFaults implements PlantedFault {
    @Fault(value = "Checks that an email address is free before it creates the user.", raced = true)
    EMAIL_CHECKED_THEN_CREATED("users.concurrent-duplicates-one-wins"),
    @Fault(value = "Checks that an email address is free before it updates the user.", raced = true)
    EMAIL_CHECKED_THEN_UPDATED("users.concurrent-email-changes-one-wins"),
    @Fault(value = "Checks the version of a user before it updates the user.", raced = true)
    USER_VERSION_CHECKED_THEN_UPDATED("users.concurrent-updates-one-wins"),
    @Fault(value = "Checks the version of a user before it deletes the user.", raced = true)
    USER_VERSION_CHECKED_THEN_DELETED("users.concurrent-update-and-delete-one-wins"),
    @Fault(value = "Checks the version of a user before it stores the user, deleted or not.", raced = true)
    USER_CHECKED_THEN_STORED("users.concurrent-update-and-delete-one-wins"),
    @Fault(value = "Checks that a user exists before it deletes the user.", raced = true)
    USER_CHECKED_THEN_DELETED("users.concurrent-deletions-one-wins");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserRaceFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        UserRepository users = new Users(sound.users());
        return new ForwardingStorage(sound) {
            @Override
            public UserRepository users() {
                return users;
            }
        };
    }

    private boolean is(UserRaceFaults fault) {
        return this == fault;
    }

    private final class Users extends ForwardingUserRepository {

        private final Map<UserId, User> restored = new ConcurrentHashMap<>();
        private final AtomicLong lastMadeUp = new AtomicLong(1_000_000_000);

        Users(UserRepository sound) {
            super(sound);
        }

        private void requireFree(EmailAddress email, UserId own) {
            sound.findByEmail(email).filter(user -> !user.id().equals(own)).ifPresent(taken -> {
                throw new EmailAlreadyExistsException(email);
            });
        }

        @Override
        public User create(NewUser user) {
            if (!is(EMAIL_CHECKED_THEN_CREATED)) {
                return super.create(user);
            }
            requireFree(user.email(), null);
            try {
                return super.create(user);
            } catch (EmailAlreadyExistsException checkedTooEarly) {
                return user.toUser(new UserId(lastMadeUp.incrementAndGet()));
            }
        }

        @Override
        public User update(User user) {
            if (is(EMAIL_CHECKED_THEN_UPDATED)) {
                requireFree(user.email(), user.id());
                try {
                    return super.update(user);
                } catch (EmailAlreadyExistsException checkedTooEarly) {
                    return user.withVersion(user.version() + 1);
                }
            }
            boolean checked = super.findById(user.id())
                    .filter(stored -> stored.version() == user.version())
                    .isPresent();
            if (checked && is(USER_CHECKED_THEN_STORED)) {
                return storeOrRestore(user);
            }
            return checked && is(USER_VERSION_CHECKED_THEN_UPDATED) ? overwrite(user) : super.update(user);
        }

        @Override
        public Optional<User> findById(UserId id) {
            return super.findById(id).or(() -> Optional.ofNullable(restored.get(id)));
        }

        private User storeOrRestore(User user) {
            try {
                return super.update(user);
            } catch (UserNotFoundException checkedTooEarly) {
                restored.put(user.id(), user.withVersion(user.version() + 1));
                return restored.get(user.id());
            }
        }

        private User overwrite(User user) {
            try {
                return sound.update(user);
            } catch (StaleVersionException checkedTooEarly) {
                return overwrite(
                        user.withVersion(sound.findById(user.id()).orElseThrow().version()));
            }
        }

        @Override
        public boolean delete(UserId id) {
            if (is(USER_CHECKED_THEN_DELETED)) {
                boolean exists = super.findById(id).isPresent();
                super.delete(id);
                return exists;
            }
            return super.delete(id);
        }

        @Override
        public boolean delete(UserId id, long version) {
            if (is(USER_VERSION_CHECKED_THEN_DELETED)
                    && super.findById(id)
                            .filter(stored -> stored.version() == version)
                            .isPresent()) {
                return super.delete(id);
            }
            return super.delete(id, version);
        }
    }
}
