package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Planted faults that the comparison with the reference model must detect. */
public enum LockstepFaults implements PlantedFault {
    @Fault("Numbered pages list posts of the same instant by ascending id.")
    WRONG_TIE_BREAK,
    @Fault("Deleting a user does not delete the user's comments.")
    MISSING_CASCADE,
    @Fault("The posts of failed transactions are still found and counted.")
    ROLLBACK_FORGETS_POSTS,
    @Fault("Posts lose the microseconds of their times.")
    MICROSECONDS_LOST,
    @Fault("Users lose their creator.")
    CREATOR_LOST,
    @Fault("An empty bio is stored as a blank.")
    EMPTY_TEXT_AS_BLANK,
    @Fault("A locked user is found as it was when it was locked first.")
    LOCKED_USER_OUTDATED,
    @Fault("Audit events of the same instant are listed in the order of appending.")
    AUDIT_TIES_REVERSED,
    @Fault("The audit events of a user are searched among the latest of all.")
    AUDIT_FILTERED_LATE,
    @Fault("The retention of audit events deletes those of the given instant, too.")
    AUDIT_RETENTION_TOO_LONG,
    @Fault("Messages are listed in the order of their creation.")
    MESSAGES_LISTED_BY_CREATION,
    @Fault("A relay that lost its claim can retry the message later.")
    LOST_CLAIM_RETRIES,
    @Fault("A dead letter is listed with the time of its creation.")
    DEAD_LETTER_DUE_AT_CREATION,
    @Fault("The oldest message in the statistics is the one that is due first.")
    OLDEST_MESSAGE_BY_DUE_TIME,
    @Fault("A repository that is kept after its transaction still works.")
    KEPT_REPOSITORY_WORKS,
    @Fault("A repository of the storage takes part in an open transaction.")
    DIRECT_CALL_JOINS,
    @Fault("A nested transaction takes part in the outer one.")
    NESTING_JOINS;

    /** Returns the clause that compares the storage with the reference model. */
    @Override
    public List<String> clauses() {
        return List.of("transactions.agrees-with-reference-model");
    }

    /** Returns a storage with the fault, for one thread. */
    public Storage plantedIn(InMemoryStorage sound) {
        return switch (this) {
            case WRONG_TIE_BREAK -> PostListFaults.OLDEST_FIRST_AMONG_TIES.plantedIn(sound);
            case MISSING_CASCADE -> CommentFaults.COMMENTS_KEPT_AFTER_AUTHOR.plantedIn(sound);
            case ROLLBACK_FORGETS_POSTS -> new UncommittedPosts(sound, true);
            case MICROSECONDS_LOST -> PostFaults.TIME_TRUNCATED_TO_MILLISECONDS.plantedIn(sound);
            case AUDIT_TIES_REVERSED -> AuditFaults.TIES_OLDEST_FIRST.plantedIn(sound);
            case AUDIT_FILTERED_LATE -> AuditFaults.LIMITED_BEFORE_FILTERED.plantedIn(sound);
            case AUDIT_RETENTION_TOO_LONG -> AuditFaults.GIVEN_INSTANT_DELETED.plantedIn(sound);
            case MESSAGES_LISTED_BY_CREATION -> OutboxMessageFaults.LISTED_BY_CREATION.plantedIn(sound);
            case LOST_CLAIM_RETRIES -> OutboxClaimFaults.LOST_CLAIM_RETRIES.plantedIn(sound);
            case DEAD_LETTER_DUE_AT_CREATION -> OutboxMessageFaults.DEAD_LETTER_DUE_AT_CREATION.plantedIn(sound);
            case OLDEST_MESSAGE_BY_DUE_TIME -> OutboxMessageFaults.OLDEST_BY_DUE_TIME.plantedIn(sound);
            case CREATOR_LOST, EMPTY_TEXT_AS_BLANK, LOCKED_USER_OUTDATED -> new FaultyUsers(sound);
            case KEPT_REPOSITORY_WORKS, DIRECT_CALL_JOINS, NESTING_JOINS -> new LenientTransactions(sound);
        };
    }

    private final class FaultyUsers extends ForwardingStorage {

        private final Map<UserId, Optional<User>> locked = new HashMap<>();
        private final Storage sound;

        FaultyUsers(Storage sound) {
            super(sound);
            this.sound = sound;
        }

        @Override
        public UserRepository users() {
            return new ForwardingUserRepository(sound.users()) {
                @Override
                public User create(NewUser user) {
                    String bio = LockstepFaults.this == EMPTY_TEXT_AS_BLANK
                                    && user.bio().isEmpty()
                            ? " "
                            : user.bio();
                    return super.create(new NewUser(
                            user.email(),
                            user.name(),
                            bio,
                            LockstepFaults.this == CREATOR_LOST ? null : user.createdBy(),
                            user.createdAt()));
                }

                @Override
                public Optional<User> lock(UserId id) {
                    return LockstepFaults.this == LOCKED_USER_OUTDATED
                            ? locked.computeIfAbsent(id, super::lock)
                            : super.lock(id);
                }
            };
        }
    }

    /** Transactions in which calls that must be rejected have an effect. */
    private final class LenientTransactions extends ForwardingStorage {

        private final Storage sound;
        private UnitOfWork open;

        LenientTransactions(Storage sound) {
            super(sound);
            this.sound = sound;
        }

        @Override
        public UserRepository users() {
            return forwarding(() -> open != null && LockstepFaults.this == DIRECT_CALL_JOINS ? open : sound);
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            if (open != null && LockstepFaults.this == NESTING_JOINS) {
                return work.execute(open);
            }
            UnitOfWork outer = open;
            try {
                return sound.inTransaction(unit -> {
                    open = unit;
                    return work.execute(new ForwardingUnit(unit) {
                        @Override
                        public UserRepository users() {
                            return LockstepFaults.this == KEPT_REPOSITORY_WORKS
                                    ? forwarding(() -> open == unit ? unit : sound)
                                    : unit.users();
                        }
                    });
                });
            } finally {
                open = outer;
            }
        }

        /** Returns a repository that chooses the unit of work with each call. */
        private UserRepository forwarding(Supplier<UnitOfWork> current) {
            return (UserRepository) Proxy.newProxyInstance(
                    UserRepository.class.getClassLoader(),
                    new Class<?>[] {UserRepository.class},
                    (proxy, method, arguments) -> {
                        try {
                            return method.invoke(current.get().users(), arguments);
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    });
        }
    }
}
