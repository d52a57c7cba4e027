package dev.roster.testkit.fake;

import dev.roster.application.port.OutboxQueue;
import dev.roster.testkit.fake.InMemoryState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The relay's side of the outbox of an {@link InMemoryStorage}. */
final class InMemoryOutboxQueue implements OutboxQueue {

    private final InMemoryAccess access;

    InMemoryOutboxQueue(InMemoryAccess access) {
        this.access = access;
    }

    @Override
    public List<Claim> claim(int limit, Instant now, Duration lease) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return access.write(state -> state.outbox.values().stream()
                .filter(queued -> queued.claimableAt(now))
                .sorted(Comparator.comparing(Queued::dueAt))
                .limit(limit)
                .toList()
                .stream()
                .map(queued -> {
                    Claim claim = new Claim(queued.message(), UUID.randomUUID(), queued.attempts() + 1);
                    state.outbox.put(
                            queued.message().id().value(),
                            new Queued(
                                    queued.message(), queued.dueAt(), claim.attempt(), claim.key(), now.plus(lease)));
                    return claim;
                })
                .toList());
    }

    @Override
    public boolean settle(Claim claim) {
        return end(claim, queued -> null);
    }

    @Override
    public boolean fail(Claim claim, Instant retryAt, String reason) {
        return end(claim, queued -> new Queued(queued.message(), retryAt, queued.attempts(), null, null));
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
