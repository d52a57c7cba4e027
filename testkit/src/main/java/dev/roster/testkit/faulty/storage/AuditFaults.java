package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Planted faults of audit logs, each with the clause that must detect it. */
public enum AuditFaults implements PlantedFault {
    @Fault("Stores events without the user.")
    USER_LOST("audit.fields-round-trip"),
    @Fault("Stores events without the acting user.")
    ACTOR_LOST("audit.fields-round-trip"),
    @Fault("Stores events without the client address.")
    CLIENT_ADDRESS_LOST("audit.fields-round-trip"),
    @Fault("Truncates client addresses.")
    CLIENT_ADDRESS_TRUNCATED("audit.fields-round-trip"),
    @Fault("Truncates times to milliseconds.")
    TIME_TRUNCATED_TO_MILLISECONDS("audit.fields-round-trip"),
    @Fault("Lists the oldest events first.")
    OLDEST_FIRST("audit.newest-first"),
    @Fault("Lists events of one instant in the order in which they were appended.")
    TIES_OLDEST_FIRST("audit.newest-first"),
    @Fault("Lists events in the order in which they were appended, not by time.")
    ORDERED_BY_APPENDING("audit.newest-first"),
    @Fault("Lists all events, whatever the limit.")
    LIMIT_IGNORED("audit.newest-first"),
    @Fault("Lists events that a user caused as events of that user.")
    ACTOR_TREATED_AS_ACCOUNT("audit.filtered-by-account"),
    @Fault("Lists the events of all users for one user.")
    ACCOUNT_FILTER_IGNORED("audit.filtered-by-account"),
    @Fault("Applies the limit before it selects the events of a user.")
    LIMITED_BEFORE_FILTERED("audit.filtered-by-account"),
    @Fault("Lists all events of a user, whatever the limit.")
    LIMIT_OF_ACCOUNT_IGNORED("audit.filtered-by-account"),
    @Fault("Lists events of one account and one instant in the order in which they were appended.")
    TIES_OF_ACCOUNT_OLDEST_FIRST("audit.filtered-by-account"),
    @Fault("Finds no events of deleted users.")
    DELETED_WITH_USER("audit.kept-after-user-deleted"),
    @Fault("Loses the events that a deleted user caused.")
    DELETED_WITH_ACTOR("audit.kept-after-user-deleted"),
    @Fault("Finds events by a deleted user without the acting user.")
    ACTOR_FORGOTTEN_WITH_USER("audit.kept-after-user-deleted"),
    @Fault("Keeps old events.")
    OLD_EVENTS_KEPT("audit.old-events-deleted"),
    @Fault("Deletes all events in place of the old ones.")
    ALL_EVENTS_DELETED("audit.old-events-deleted"),
    @Fault("Deletes events of the given instant together with the older ones.")
    GIVEN_INSTANT_DELETED("audit.old-events-deleted"),
    @Fault("Reports at most one deleted event.")
    DELETED_COUNT_IS_ZERO("audit.old-events-deleted"),
    @Fault("Keeps the events of failed transactions.")
    KEPT_AFTER_ROLLBACK("audit.appended-only-on-commit"),
    @Fault("Loses the events of transactions.")
    LOST_IN_TRANSACTION("audit.appended-only-on-commit");

    private static final int ALL = 1_000;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    AuditFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(Storage sound) {
        return new ForwardingStorage(sound, planted(sound, new Faulty(sound, sound.auditLog()))) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                List<AuditEvent> appended = new ArrayList<>();
                try {
                    return sound.inTransaction(unit -> work.execute(planted(unit, new Faulty(unit, unit.auditLog()) {
                        @Override
                        public void append(AuditEvent event) {
                            appended.add(event);
                            if (AuditFaults.this != KEPT_AFTER_ROLLBACK && AuditFaults.this != LOST_IN_TRANSACTION) {
                                super.append(event);
                            }
                        }
                    })));
                } finally {
                    if (AuditFaults.this == KEPT_AFTER_ROLLBACK) {
                        appended.forEach(sound.auditLog()::append);
                    }
                }
            }
        };
    }

    private static UnitOfWork planted(UnitOfWork sound, AuditLog faulty) {
        return new ForwardingUnit(sound) {
            @Override
            public AuditLog auditLog() {
                return faulty;
            }
        };
    }

    private class Faulty implements AuditLog {

        private final UnitOfWork unit;
        private final AuditLog sound;
        private final List<AuditEvent> appended = new ArrayList<>();

        Faulty(UnitOfWork unit, AuditLog sound) {
            this.unit = unit;
            this.sound = sound;
        }

        private boolean is(AuditFaults fault) {
            return AuditFaults.this == fault;
        }

        @Override
        public void append(AuditEvent event) {
            appended.add(event);
            String from = event.clientAddress().value();
            sound.append(new AuditEvent(
                    is(TIME_TRUNCATED_TO_MILLISECONDS)
                            ? event.occurredAt().truncatedTo(ChronoUnit.MILLIS)
                            : event.occurredAt(),
                    event.type(),
                    is(USER_LOST) ? Optional.empty() : event.userId(),
                    is(ACTOR_LOST) ? Optional.empty() : event.actorId(),
                    is(CLIENT_ADDRESS_LOST)
                            ? ClientAddress.UNKNOWN
                            : new ClientAddress(
                                    is(CLIENT_ADDRESS_TRUNCATED)
                                            ? from.substring(0, Math.min(from.length(), 45))
                                            : from)));
        }

        @Override
        public List<AuditEvent> findLatest(int limit) {
            Comparator<AuditEvent> byTime = Comparator.comparing(AuditEvent::occurredAt);
            return switch (AuditFaults.this) {
                case LIMIT_IGNORED -> sound.findLatest(ALL);
                case OLDEST_FIRST ->
                    appended.stream().sorted(byTime).limit(limit).toList();
                case TIES_OLDEST_FIRST ->
                    appended.stream().sorted(byTime.reversed()).limit(limit).toList();
                case ORDERED_BY_APPENDING ->
                    appended.stream()
                            .sorted(Comparator.comparing(appended::indexOf).reversed())
                            .limit(limit)
                            .toList();
                case DELETED_WITH_ACTOR ->
                    sound.findLatest(limit).stream().filter(this::isActorLeft).toList();
                case ACTOR_FORGOTTEN_WITH_USER ->
                    sound.findLatest(limit).stream()
                            .map(event -> isActorLeft(event)
                                    ? event
                                    : AuditEvent.of(
                                            event.type(), event.userId(), event.clientAddress(), event.occurredAt()))
                            .toList();
                default -> sound.findLatest(limit);
            };
        }

        private boolean isActorLeft(AuditEvent event) {
            return event.actorId().isEmpty()
                    || unit.users().findById(event.actorId().get()).isPresent();
        }

        @Override
        public List<AuditEvent> findLatestByUserId(UserId userId, int limit) {
            return switch (AuditFaults.this) {
                case LIMIT_OF_ACCOUNT_IGNORED -> sound.findLatestByUserId(userId, ALL);
                case ACCOUNT_FILTER_IGNORED -> sound.findLatest(limit);
                case LIMITED_BEFORE_FILTERED ->
                    sound.findLatest(limit).stream()
                            .filter(event ->
                                    event.userId().filter(userId::equals).isPresent())
                            .toList();
                case ACTOR_TREATED_AS_ACCOUNT ->
                    sound.findLatest(ALL).stream()
                            .filter(event -> event.userId()
                                            .filter(userId::equals)
                                            .isPresent()
                                    || event.actorId().filter(userId::equals).isPresent())
                            .limit(limit)
                            .toList();
                case TIES_OF_ACCOUNT_OLDEST_FIRST ->
                    appended.stream()
                            .filter(event ->
                                    event.userId().filter(userId::equals).isPresent())
                            .sorted(Comparator.comparing(AuditEvent::occurredAt).reversed())
                            .limit(limit)
                            .toList();
                case DELETED_WITH_USER ->
                    unit.users().findById(userId).isPresent() ? sound.findLatestByUserId(userId, limit) : List.of();
                default -> sound.findLatestByUserId(userId, limit);
            };
        }

        @Override
        public long deleteBefore(Instant time) {
            return switch (AuditFaults.this) {
                case OLD_EVENTS_KEPT -> 0;
                case ALL_EVENTS_DELETED -> sound.deleteBefore(Instant.MAX);
                case GIVEN_INSTANT_DELETED -> sound.deleteBefore(time.plusNanos(1_000));
                case DELETED_COUNT_IS_ZERO -> Math.min(sound.deleteBefore(time), 1);
                default -> sound.deleteBefore(time);
            };
        }
    }
}
