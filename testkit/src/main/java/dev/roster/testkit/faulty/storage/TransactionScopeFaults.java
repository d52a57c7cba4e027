package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingAuditLog;
import dev.roster.testkit.fake.forwarding.ForwardingOutboxQueue;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.InterceptedUnit.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of storages of which a part does not take part in transactions. */
public enum TransactionScopeFaults implements PlantedFault {
    @Fault("Lets relays claim messages before their transaction has committed.")
    MESSAGE_CLAIMED_BEFORE_COMMIT("transactions.message-appended-only-on-commit"),
    @Fault("Lets other clients read audit events before their transaction has committed.")
    AUDIT_EVENT_SEEN_BEFORE_COMMIT("transactions.invisible-before-commit"),
    @Fault("Deletes old audit events although the transaction is rolled back.")
    AUDIT_DELETION_NOT_ROLLED_BACK("transactions.any-throwable-rolls-back"),
    @Fault("Deletes expired tokens although the transaction is rolled back.")
    TOKEN_DELETION_NOT_ROLLED_BACK("transactions.any-throwable-rolls-back"),
    @Fault("Changes credentials although the transaction is rolled back.")
    CREDENTIALS_NOT_ROLLED_BACK("transactions.any-throwable-rolls-back"),
    @Fault("Loses the renewal of a password hash inside a transaction.")
    RENEWAL_LOST_INSIDE("transactions.reads-own-writes"),
    @Fault("Brings back deleted audit events when the transaction commits.")
    AUDIT_DELETION_LOST_AT_COMMIT("transactions.commit-visible-to-second-client"),
    @Fault(value = "Appends the messages of a transaction after its commit.", raced = true)
    MESSAGES_APPENDED_AFTER_COMMIT("transactions.commit-seen-atomically"),
    @Fault(value = "Appends the audit events of a transaction after its commit.", raced = true)
    AUDIT_EVENTS_APPENDED_AFTER_COMMIT("transactions.commit-seen-atomically"),
    @Fault("Gives the ids of users that were rolled back to later users.")
    ROLLED_BACK_IDS_GIVEN_AGAIN("transactions.rolled-back-ids"),
    @Fault("Keeps the credentials of a user that was rolled back for the next user.")
    CREDENTIALS_OF_ROLLED_BACK_USER_KEPT("transactions.rolled-back-ids"),
    @Fault("Keeps the audit events of a user that was rolled back for the next user.")
    AUDIT_EVENTS_OF_ROLLED_BACK_USER_KEPT("transactions.rolled-back-ids");

    private static final long STATEMENT_NANOS = 300_000;

    private final String clause;

    TransactionScopeFaults(String clause) {
        this.clause = clause;
    }

    @Override
    public List<String> clauses() {
        return List.of(clause);
    }

    /** Returns a storage with this fault. */
    public Storage plantedIn(InMemoryStorage sound) {
        return new Faulty(sound);
    }

    private final class Faulty extends ForwardingStorage {

        private final InMemoryStorage sound;
        private final List<OutboxMessage> uncommittedMessages = new CopyOnWriteArrayList<>();
        private final List<AuditEvent> uncommittedEvents = new CopyOnWriteArrayList<>();
        private volatile Optional<User> rolledBackUser = Optional.empty();
        private volatile boolean rolledBack;

        Faulty(InMemoryStorage sound) {
            super(sound);
            this.sound = sound;
        }

        private boolean is(TransactionScopeFaults fault) {
            return TransactionScopeFaults.this == fault;
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            List<Call> calls = new ArrayList<>();
            List<AuditEvent> deleted = new ArrayList<>();
            boolean committed = false;
            try {
                T result = sound.inTransaction(unit -> work.execute(new InterceptedUnit(unit, call -> {
                    calls.add(call);
                    if (call.isNamed("deleteBefore")) {
                        deleted.addAll(unit.auditLog().findLatest(1_000));
                        deleted.removeIf(event -> !event.occurredAt()
                                .isBefore((Instant) call.arguments().get(0)));
                    }
                    return inside(call);
                })));
                committed = true;
                calls.stream().filter(this::isDelayed).forEach(this::repeatLater);
                return result;
            } finally {
                uncommittedMessages.clear();
                uncommittedEvents.clear();
                if (!committed) {
                    calls.stream().filter(this::isRepeated).forEach(this::repeat);
                    rolledBackUser.ifPresent(user -> sound.setNextUserId(user.id()));
                    rolledBack = true;
                } else if (is(AUDIT_DELETION_LOST_AT_COMMIT)) {
                    deleted.forEach(sound.auditLog()::append);
                }
            }
        }

        private boolean isDelayed(Call call) {
            return switch (TransactionScopeFaults.this) {
                case MESSAGES_APPENDED_AFTER_COMMIT -> call.isOf(Outbox.class);
                case AUDIT_EVENTS_APPENDED_AFTER_COMMIT -> call.isOf(AuditLog.class) && call.isNamed("append");
                default -> false;
            };
        }

        private Object inside(Call call) throws Throwable {
            if (isDelayed(call)) {
                return null;
            }
            switch (TransactionScopeFaults.this) {
                case MESSAGE_CLAIMED_BEFORE_COMMIT -> {
                    if (call.isOf(Outbox.class)) {
                        uncommittedMessages.add((OutboxMessage) call.arguments().get(0));
                    }
                }
                case AUDIT_EVENT_SEEN_BEFORE_COMMIT -> {
                    if (call.isOf(AuditLog.class) && call.isNamed("append")) {
                        uncommittedEvents.add((AuditEvent) call.arguments().get(0));
                    }
                }
                case RENEWAL_LOST_INSIDE -> {
                    if (call.isNamed("renewHash")) {
                        return true;
                    }
                }
                default -> {}
            }
            Object result = call.proceed();
            if (is(ROLLED_BACK_IDS_GIVEN_AGAIN) && result instanceof User user && call.isNamed("create")) {
                rolledBackUser = Optional.of(user);
            }
            return result;
        }

        private boolean isRepeated(Call call) {
            return switch (TransactionScopeFaults.this) {
                case AUDIT_DELETION_NOT_ROLLED_BACK -> call.isNamed("deleteBefore");
                case TOKEN_DELETION_NOT_ROLLED_BACK -> call.isNamed("deleteExpiredBefore");
                case CREDENTIALS_NOT_ROLLED_BACK -> call.isOf(CredentialsRepository.class) && !call.isRead();
                default -> false;
            };
        }

        /** Waits about as long as a statement takes, so that other calls can come before this one. */
        private void repeatLater(Call call) {
            LockSupport.parkNanos(STATEMENT_NANOS);
            repeat(call);
        }

        private void repeat(Call call) {
            try {
                call.in(sound);
            } catch (UserNotFoundException rolledBackToo) {
                // There is nothing to change.
            } catch (Throwable failed) {
                throw new AssertionError(failed);
            }
        }

        @Override
        public OutboxQueue outboxQueue() {
            return new ForwardingOutboxQueue(sound.outboxQueue()) {
                @Override
                public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
                    return uncommittedMessages.isEmpty()
                            ? super.claim(lane, limit, now, lease)
                            : uncommittedMessages.stream()
                                    .map(message -> new Claim(message, UUID.randomUUID(), 1))
                                    .toList();
                }
            };
        }

        @Override
        public AuditLog auditLog() {
            return new ForwardingAuditLog(sound.auditLog()) {
                @Override
                public List<AuditEvent> findLatestByUserId(UserId userId, int limit) {
                    List<AuditEvent> events = new ArrayList<>(uncommittedEvents);
                    events.removeIf(event -> !event.userId().equals(Optional.of(userId)));
                    events.addAll(super.findLatestByUserId(userId, limit));
                    return events;
                }
            };
        }

        @Override
        public UserRepository users() {
            return new ForwardingUserRepository(sound.users()) {
                @Override
                public User create(NewUser user) {
                    User created = super.create(user);
                    if (rolledBack && is(CREDENTIALS_OF_ROLLED_BACK_USER_KEPT)) {
                        Faulty.this.sound.credentials().setPassword(created.id(), new PasswordHash("of another user"));
                    }
                    if (rolledBack && is(AUDIT_EVENTS_OF_ROLLED_BACK_USER_KEPT)) {
                        Faulty.this
                                .sound
                                .auditLog()
                                .append(AuditEvent.of(
                                        AuditEvent.Type.REGISTERED,
                                        Optional.of(created.id()),
                                        ClientAddress.UNKNOWN,
                                        created.createdAt()));
                    }
                    return created;
                }
            };
        }
    }
}
