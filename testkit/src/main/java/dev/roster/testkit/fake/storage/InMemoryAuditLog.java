package dev.roster.testkit.fake.storage;

import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The audit log of an {@link InMemoryStorage}. */
final class InMemoryAuditLog implements AuditLog {

    private final InMemoryAccess access;

    InMemoryAuditLog(InMemoryAccess access) {
        this.access = access;
    }

    @Override
    public void append(AuditEvent event) {
        Objects.requireNonNull(event, "event");
        access.write(state -> state.audit.add(event));
    }

    @Override
    public List<AuditEvent> findLatest(int limit) {
        return findLatest(limit, event -> true);
    }

    @Override
    public List<AuditEvent> findLatestByUserId(UserId userId, int limit) {
        Objects.requireNonNull(userId, "userId");
        return findLatest(limit, event -> event.userId().filter(userId::equals).isPresent());
    }

    @Override
    public long deleteBefore(Instant time) {
        return access.write(state -> {
            int before = state.audit.size();
            state.audit.removeIf(event -> event.occurredAt().isBefore(time));
            return (long) (before - state.audit.size());
        });
    }

    private List<AuditEvent> findLatest(int limit, Predicate<AuditEvent> wanted) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return access.read(state -> {
            List<AuditEvent> latestFirst = new ArrayList<>(state.audit);
            Collections.reverse(latestFirst);
            return latestFirst.stream()
                    .filter(wanted)
                    .sorted(Comparator.comparing(AuditEvent::occurredAt).reversed())
                    .limit(limit)
                    .toList();
        });
    }
}
