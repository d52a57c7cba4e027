package dev.roster.testkit.contract.storage;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.ForwardingStorage;
import dev.roster.testkit.fake.ForwardingUnit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Faults of audit logs, each planted in a sound one. */
enum AuditFaults {
    USER_LOST("audit.fields-round-trip"),
    ACTOR_LOST("audit.fields-round-trip"),
    ADDRESS_LOST("audit.fields-round-trip"),
    ADDRESS_CUT("audit.fields-round-trip"),
    MILLISECONDS("audit.fields-round-trip"),
    OLDEST_FIRST("audit.newest-first"),
    TIES_AS_APPENDED("audit.newest-first"),
    IN_ORDER_OF_APPENDING("audit.newest-first"),
    LIMIT_IGNORED("audit.newest-first"),
    ACTORS_COUNT("audit.of-one-account"),
    EVERYBODYS("audit.of-one-account"),
    LIMITED_BEFORE_CHOSEN("audit.of-one-account"),
    LIMIT_OF_ACCOUNT_IGNORED("audit.of-one-account"),
    GONE_WITH_USER("audit.outlives-user"),
    OLD_STAY("audit.old-events-go"),
    ALL_GO("audit.old-events-go"),
    THAT_INSTANT_GOES("audit.old-events-go"),
    REMOVED_UNCOUNTED("audit.old-events-go"),
    KEPT_AFTER_ROLLBACK("audit.event-iff-commit"),
    LOST_IN_TRANSACTION("audit.event-iff-commit");

    private static final int ALL = 1_000;

    final String clause;

    AuditFaults(String clause) {
        this.clause = clause;
    }

    Storage plantedIn(Storage sound) {
        return new ForwardingStorage(sound, planted(sound, new Faulty(sound, sound.auditLog()))) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                List<AuditEvent> appended = new ArrayList<>();
                try {
                    return sound.inTransaction(unit -> work.in(planted(unit, new Faulty(unit, unit.auditLog()) {
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
            String from = event.from().value();
            sound.append(new AuditEvent(
                    is(MILLISECONDS) ? event.at().truncatedTo(ChronoUnit.MILLIS) : event.at(),
                    event.type(),
                    is(USER_LOST) ? Optional.empty() : event.userId(),
                    is(ACTOR_LOST) ? Optional.empty() : event.actorId(),
                    is(ADDRESS_LOST)
                            ? ClientAddress.UNKNOWN
                            : new ClientAddress(
                                    is(ADDRESS_CUT) ? from.substring(0, Math.min(from.length(), 45)) : from)));
        }

        @Override
        public List<AuditEvent> latest(int limit) {
            Comparator<AuditEvent> byTime = Comparator.comparing(AuditEvent::at);
            return switch (AuditFaults.this) {
                case LIMIT_IGNORED -> sound.latest(ALL);
                case OLDEST_FIRST ->
                    appended.stream().sorted(byTime).limit(limit).toList();
                case TIES_AS_APPENDED ->
                    appended.stream().sorted(byTime.reversed()).limit(limit).toList();
                case IN_ORDER_OF_APPENDING ->
                    appended.stream()
                            .sorted(Comparator.comparing(appended::indexOf).reversed())
                            .limit(limit)
                            .toList();
                default -> sound.latest(limit);
            };
        }

        @Override
        public List<AuditEvent> latestOf(UserId userId, int limit) {
            return switch (AuditFaults.this) {
                case LIMIT_OF_ACCOUNT_IGNORED -> sound.latestOf(userId, ALL);
                case EVERYBODYS -> sound.latest(limit);
                case LIMITED_BEFORE_CHOSEN ->
                    sound.latest(limit).stream()
                            .filter(event ->
                                    event.userId().filter(userId::equals).isPresent())
                            .toList();
                case ACTORS_COUNT ->
                    sound.latest(ALL).stream()
                            .filter(event -> event.userId()
                                            .filter(userId::equals)
                                            .isPresent()
                                    || event.actorId().filter(userId::equals).isPresent())
                            .limit(limit)
                            .toList();
                case GONE_WITH_USER ->
                    unit.users().findById(userId).isPresent() ? sound.latestOf(userId, limit) : List.of();
                default -> sound.latestOf(userId, limit);
            };
        }

        @Override
        public long deleteBefore(Instant time) {
            return switch (AuditFaults.this) {
                case OLD_STAY -> 0;
                case ALL_GO -> sound.deleteBefore(Instant.MAX);
                case THAT_INSTANT_GOES -> sound.deleteBefore(time.plusNanos(1_000));
                case REMOVED_UNCOUNTED -> Math.min(sound.deleteBefore(time), 1);
                default -> sound.deleteBefore(time);
            };
        }
    }
}
