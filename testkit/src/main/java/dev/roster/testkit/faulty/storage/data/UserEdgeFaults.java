package dev.roster.testkit.faulty.storage.data;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.faulty.storage.FaultyPages;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Planted faults of user repositories that are right in the first calls, or for the user of the call. */
public enum UserEdgeFaults implements PlantedFault {
    @Fault("Ignores an update that makes an admin an ordinary user.")
    ADMIN_NEVER_DEMOTED("users.update-raises-version"),
    @Fault("Ignores an update that makes a verified user unverified.")
    VERIFICATION_NEVER_REVOKED("users.update-raises-version"),
    @Fault("Starts the versions of a user again after 100 updates.")
    VERSION_RESTARTS("users.update-raises-version"),
    @Fault("An update changes the time of the last change of the next user too.")
    UPDATE_TOUCHES_NEXT_USER("users.update-raises-version"),
    @Fault("A deletion changes the time of the last change of all other users.")
    DELETION_TOUCHES_OTHERS("users.delete-missing-is-false"),
    @Fault("Finds users by the hash code of their email address.")
    FOUND_BY_HASH_CODE("users.similar-emails-distinct"),
    @Fault("Orders users of one instant by the last digit of their ids.")
    ORDERED_BY_LAST_DIGIT("users.list-newest-first"),
    @Fault("Orders users of one instant by their ids as texts.")
    ORDERED_BY_ID_AS_TEXT("users.list-newest-first"),
    @Fault("Reserves the email addresses that a user gave up in the second change or later.")
    SECOND_FORMER_EMAIL_RESERVED("users.freed-email-reusable");

    private static final int VERSIONS = 101;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserEdgeFaults(String... clauses) {
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

        private final Map<UserId, Instant> touched = new HashMap<>();
        private final Map<UserId, Integer> emailChanges = new HashMap<>();
        private final Set<String> reserved = new HashSet<>();

        Faulty(UserRepository sound) {
            super(sound);
        }

        private boolean is(UserEdgeFaults fault) {
            return UserEdgeFaults.this == fault;
        }

        /** Returns a stored user as this repository shows it. */
        private User shown(User user) {
            User shown = user.withUpdatedAt(touched.getOrDefault(user.id(), user.updatedAt()));
            return is(VERSION_RESTARTS) ? shown.withVersion((user.version() - 1) % VERSIONS + 1) : shown;
        }

        @Override
        public User create(NewUser user) {
            if (user != null && reserved.contains(user.email().key())) {
                throw new EmailAlreadyExistsException(user.email());
            }
            return super.create(user);
        }

        @Override
        public Optional<User> findById(UserId id) {
            return super.findById(id).map(this::shown);
        }

        @Override
        public Optional<User> lock(UserId id) {
            return super.lock(id).map(this::shown);
        }

        @Override
        public Optional<User> findByEmail(EmailAddress email) {
            Optional<User> found = super.findByEmail(email);
            if (found.isEmpty() && is(FOUND_BY_HASH_CODE)) {
                int hashCode = email.key().hashCode();
                return all().stream()
                        .filter(user -> user.email().key().hashCode() == hashCode)
                        .findFirst();
            }
            return found.map(this::shown);
        }

        @Override
        public Page<User> findAll(PageRequest request) {
            Page<User> page = super.findAll(request);
            List<User> items = is(ORDERED_BY_LAST_DIGIT) || is(ORDERED_BY_ID_AS_TEXT)
                    ? all().stream()
                            .sorted(order())
                            .skip(request.offset())
                            .limit(request.size())
                            .toList()
                    : page.items().stream().map(this::shown).toList();
            return new Page<>(items, page.total(), request);
        }

        private Comparator<User> order() {
            Comparator<User> byTime = Comparator.comparing(User::createdAt);
            return (is(ORDERED_BY_LAST_DIGIT)
                            ? byTime.thenComparing(user -> user.id().value() % 10)
                            : byTime.thenComparing(
                                    user -> Long.toString(user.id().value())))
                    .reversed();
        }

        private List<User> all() {
            return FaultyPages.whole(sound::findAll);
        }

        @Override
        public User update(User user) {
            Optional<User> stored = user == null ? Optional.empty() : sound.findById(user.id());
            if (user == null || stored.isEmpty()) {
                return super.update(user);
            }
            User before = stored.get();
            User updated = shown(super.update(changed(user, before)));
            if (is(UPDATE_TOUCHES_NEXT_USER)) {
                touched.put(new UserId(user.id().value() + 1), user.updatedAt());
            }
            if (is(SECOND_FORMER_EMAIL_RESERVED)
                    && !before.email().key().equals(user.email().key())
                    && emailChanges.merge(user.id(), 1, Integer::sum) >= 2) {
                reserved.add(before.email().key());
            }
            return updated;
        }

        private User changed(User user, User before) {
            return switch (UserEdgeFaults.this) {
                case ADMIN_NEVER_DEMOTED -> before.role() == Role.ADMIN ? user.withRole(Role.ADMIN) : user;
                case VERIFICATION_NEVER_REVOKED -> user.withVerified(user.verified() || before.verified());
                case VERSION_RESTARTS ->
                    shown(before).version() == user.version() ? user.withVersion(before.version()) : user;
                default -> user;
            };
        }

        @Override
        public boolean delete(UserId id) {
            touchOthers(id);
            return super.delete(id);
        }

        @Override
        public boolean delete(UserId id, long version) {
            touchOthers(id);
            return super.delete(id, version);
        }

        private void touchOthers(UserId id) {
            if (is(DELETION_TOUCHES_OTHERS) && id != null) {
                sound.findById(id)
                        .ifPresent(deleted -> all().forEach(user -> touched.put(user.id(), deleted.updatedAt())));
            }
        }
    }
}
