package dev.roster.bootstrap;

import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import java.util.EnumMap;
import java.util.Map;

/** The relay threads, one for each lane. All threads must be added before the first wake. */
final class RelayThreads {

    private final Map<Lane, RelayThread> threads = new EnumMap<>(Lane.class);

    /** Adds a thread for the lane without starting it. */
    RelayThread add(Lane lane, String name, OutboxRelay relay, PeriodicTask... others) {
        RelayThread thread = RelayThread.of(name, () -> relay.deliverDue(lane), OutboxRelay.batchSize(lane), others);
        threads.put(lane, thread);
        return thread;
    }

    /** Wakes the thread of a lane to which a message was appended. */
    void wake(Lane lane) {
        RelayThread thread = threads.get(lane);
        if (thread != null) {
            thread.wake();
        }
    }

    void start() {
        threads.values().forEach(RelayThread::start);
    }
}
