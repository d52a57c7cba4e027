package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.testkit.fake.storage.InMemoryState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The outbox of an {@link InMemoryStorage} as seen by relays. */
final class InMemoryOutboxQueue implements OutboxQueue {

    private final InMemoryAccess access;

    InMemoryOutboxQueue(InMemoryAccess access) {
        this.access = access;
    }

    @Override
    public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
        Objects.requireNonNull(lane, "lane");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        Instant instant = now.truncatedTo(ChronoUnit.MICROS);
        Instant until = now.plus(lease).truncatedTo(ChronoUnit.MICROS);
        return access.write(state -> state.outbox.values().stream()
                .filter(queued -> queued.message().lane() == lane && queued.isClaimableAt(instant))
                .sorted(Comparator.comparing(Queued::dueAt))
                .limit(limit)
                .toList()
                .stream()
                .map(queued -> {
                    Claim claim = new Claim(queued.message(), UUID.randomUUID(), queued.attempts() + 1);
                    state.outbox.put(queued.message().id().value(), queued.claimed(claim, until));
                    return claim;
                })
                .toList());
    }

    @Override
    public boolean acknowledge(Claim claim) {
        return end(claim, queued -> null);
    }

    @Override
    public int acknowledgeAll(List<Claim> claims) {
        return claims.isEmpty()
                ? access.write(state -> 0)
                : (int) claims.stream().filter(this::acknowledge).count();
    }

    @Override
    public boolean retryLater(Claim claim, Instant retryAt, String reason) {
        Objects.requireNonNull(reason, "reason");
        Instant due = retryAt.truncatedTo(ChronoUnit.MICROS);
        return end(claim, queued -> queued.retriedLater(due, reason));
    }

    @Override
    public boolean deadLetter(Claim claim, String reason) {
        Objects.requireNonNull(reason, "reason");
        return end(claim, queued -> queued.deadLettered(reason));
    }

    @Override
    public boolean expire(Claim claim) {
        return end(claim, Queued::expired);
    }

    @Override
    public List<OutboxEntry> list(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return access.read(state -> state.outbox.values().stream()
                .sorted(Comparator.comparing(Queued::dueAt))
                .limit(limit)
                .map(Queued::entry)
                .toList());
    }

    @Override
    public boolean retryNow(MessageId id, Instant now) {
        Objects.requireNonNull(id, "id");
        Instant instant = now.truncatedTo(ChronoUnit.MICROS);
        return access.write(state -> {
            Queued queued = state.outbox.get(id.value());
            if (queued == null || queued.isClaimedAt(instant)) {
                return false;
            }
            state.outbox.put(id.value(), queued.requeued(instant));
            return true;
        });
    }

    @Override
    public Map<Lane, QueueStats> statsByLane() {
        return access.read(state -> Stream.of(Lane.values())
                .collect(Collectors.toMap(Function.identity(), lane -> stats(state.outbox.values(), lane))));
    }

    private static QueueStats stats(Collection<Queued> all, Lane lane) {
        Map<State, List<Queued>> byState = all.stream()
                .filter(queued -> queued.message().lane() == lane)
                .collect(Collectors.groupingBy(Queued::state));
        List<Queued> waiting = byState.getOrDefault(State.WAITING, List.of());
        return new QueueStats(
                waiting.size(),
                byState.getOrDefault(State.DEAD, List.of()).size(),
                byState.getOrDefault(State.EXPIRED, List.of()).size(),
                waiting.stream().map(queued -> queued.message().createdAt()).min(Comparator.naturalOrder()));
    }

    private boolean end(Claim claim, Function<Queued, @Nullable Queued> outcome) {
        UUID id = claim.message().id().value();
        return access.write(state -> {
            Queued queued = state.outbox.get(id);
            if (queued == null || !claim.key().equals(queued.claim())) {
                return false;
            }
            Queued next = outcome.apply(queued);
            if (next == null) {
                state.outbox.remove(id);
            } else {
                state.outbox.put(id, next);
            }
            return true;
        });
    }
}
