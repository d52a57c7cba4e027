package dev.roster.testkit.contract;

import dev.roster.application.port.OutboxQueue;
import dev.roster.application.port.Storage;
import dev.roster.application.port.Work;

/** Does what another storage does, but for the fault that a subclass plants. */
class ForwardingStorage extends ForwardingUnit implements Storage {
    private final Storage sound;

    ForwardingStorage(Storage sound) {
        super(sound);
        this.sound = sound;
    }

    @Override
    public <T, X extends Exception> T inTransaction(Work<T, X> work) throws X {
        return sound.inTransaction(work);
    }

    @Override
    public OutboxQueue outboxQueue() {
        return sound.outboxQueue();
    }

    @Override
    public void ping() {
        sound.ping();
    }

    @Override
    public void close() {
        sound.close();
    }
}
