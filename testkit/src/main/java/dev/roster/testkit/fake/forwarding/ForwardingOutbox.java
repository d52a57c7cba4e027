package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;

/** Outbox that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingOutbox implements Outbox {

    /** Receives the calls. */
    protected final Outbox sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingOutbox(Outbox sound) {
        this.sound = sound;
    }

    @Override
    public void append(OutboxMessage message) {
        sound.append(message);
    }
}
