package dev.roster.testkit.faulty.service;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Planted faults of storages in changes of accounts, each with the clauses that must detect it. */
public enum UserChangeFaults implements PlantedFault {
    @Fault("Finds users under their email address as name.")
    EMAIL_SHOWN_AS_NAME("service.anonymous-sees-public-profile"),
    @Fault("Locks every user as an admin, so that anyone may change any account.")
    ADMIN_ASSUMED("service.changeable-by-managers-only"),
    @Fault("Locks admins as ordinary users, so that they may change nothing of others.")
    ADMIN_NOT_LOCKED("service.changeable-by-managers-only"),
    @Fault("Locks users without their creator, so that nobody may change an unclaimed account.")
    CREATOR_NOT_LOCKED("service.changeable-by-managers-only"),
    @Fault("Stores updates under the version that they replace.")
    VERSION_NOT_RAISED("service.failed-precondition-changes-nothing"),
    @Fault("Stores the name of an update with the bio of the update before.")
    FIELDS_OF_TWO_WRITERS("service.last-writer-wins"),
    @Fault("Returns the user as another update left it, instead of the values that were stored.")
    RETURNS_VALUES_OF_OTHERS("service.last-writer-wins"),
    @Fault("Keeps the email address verified when it changes.")
    VERIFICATION_KEPT("service.new-email-unverified"),
    @Fault("Drops the verification of the email address when only its case changes.")
    VERIFICATION_LOST("service.new-email-unverified"),
    @Fault("Appends no notification about a changed profile.")
    NOTIFICATION_LOST("service.profile-update-notifies-once"),
    @Fault("Appends each notification about a changed profile twice.")
    NOTIFICATION_DUPLICATED("service.profile-update-notifies-once"),
    @Fault("Keeps the email address of a deleted user taken.")
    DELETED_EMAIL_TAKEN("service.deleted-not-found"),
    @Fault("Finds a deleted user by id as it was before the deletion.")
    DELETED_USER_FOUND("service.deleted-not-found");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserChangeFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    private boolean is(UserChangeFaults fault) {
        return this == fault;
    }

    /** Returns a storage with the fault. */
    public Storage plantedIn(Storage sound) {
        Memory memory = new Memory();
        return ForwardingStorage.decorated(sound, unit -> new ForwardingUnit(unit) {
            @Override
            public UserRepository users() {
                return new Users(unit.users(), memory);
            }

            @Override
            public Outbox outbox() {
                return message -> {
                    boolean profile = message instanceof ProfileUpdatedNotification;
                    if (!profile || !is(NOTIFICATION_LOST)) {
                        unit.outbox().append(message);
                    }
                    if (message instanceof ProfileUpdatedNotification told && is(NOTIFICATION_DUPLICATED)) {
                        unit.outbox()
                                .append(new ProfileUpdatedNotification(
                                        MessageId.random(), told.createdAt(), told.userId(), told.name()));
                    }
                };
            }
        });
    }

    private static User withoutCreator(User user) {
        return new User(
                user.id(),
                user.email(),
                user.name(),
                user.bio(),
                user.verified(),
                user.role(),
                null,
                user.createdAt(),
                user.updatedAt(),
                user.version());
    }

    /** What all units of work of one storage remember. */
    private static final class Memory {
        private final Map<UserId, User> stored = new ConcurrentHashMap<>();
        private final Set<EmailAddress> freed = ConcurrentHashMap.newKeySet();
    }

    private final class Users extends ForwardingUserRepository {

        private final Memory memory;

        Users(UserRepository sound, Memory memory) {
            super(sound);
            this.memory = memory;
        }

        @Override
        public User create(NewUser user) {
            if (is(DELETED_EMAIL_TAKEN) && memory.freed.contains(user.email())) {
                throw new EmailAlreadyExistsException(user.email());
            }
            User created = sound.create(user);
            memory.stored.put(created.id(), created);
            return created;
        }

        @Override
        public Optional<User> findById(UserId id) {
            Optional<User> found = sound.findById(id);
            return switch (UserChangeFaults.this) {
                case EMAIL_SHOWN_AS_NAME ->
                    found.map(user -> user.withName(user.email().value()));
                case VERSION_NOT_RAISED -> found.map(user -> user.withVersion(1));
                case DELETED_USER_FOUND -> found.or(() -> Optional.ofNullable(memory.stored.get(id)));
                default -> found;
            };
        }

        @Override
        public Optional<User> lock(UserId id) {
            Optional<User> locked = sound.lock(id);
            return switch (UserChangeFaults.this) {
                case ADMIN_ASSUMED -> locked.map(user -> user.withRole(Role.ADMIN));
                case ADMIN_NOT_LOCKED -> locked.map(user -> user.withRole(Role.USER));
                case CREATOR_NOT_LOCKED -> locked.map(UserChangeFaults::withoutCreator);
                case VERSION_NOT_RAISED -> locked.map(user -> user.withVersion(1));
                default -> locked;
            };
        }

        @Override
        public User update(User user) {
            Optional<User> before = sound.findById(user.id());
            User updated = switch (UserChangeFaults.this) {
                case FIELDS_OF_TWO_WRITERS ->
                    sound.update(user.withBio(before.orElse(user).bio()));
                case VERIFICATION_KEPT ->
                    sound.update(user.withVerified(
                            user.verified() || before.orElse(user).verified()));
                case VERIFICATION_LOST ->
                    sound.update(user.withVerified(user.verified()
                            && user.email().equals(before.orElse(user).email())));
                case VERSION_NOT_RAISED ->
                    sound.update(user.withVersion(before.orElse(user).version()))
                            .withVersion(1);
                default -> sound.update(user);
            };
            User last = memory.stored.put(user.id(), updated);
            return is(RETURNS_VALUES_OF_OTHERS) && last != null ? last.withVersion(updated.version()) : updated;
        }

        @Override
        public boolean delete(UserId id, long version) {
            sound.findById(id).map(User::email).ifPresent(memory.freed::add);
            return sound.delete(id, version);
        }
    }
}
