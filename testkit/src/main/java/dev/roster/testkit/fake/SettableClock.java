package dev.roster.testkit.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Clock that stands still until it is set. Safe for use by multiple threads. */
public final class SettableClock implements InstantSource {

    private volatile Instant now;

    /** Creates a clock that shows this time. */
    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Creates a clock that shows the start of 2023, UTC. */
    public SettableClock() {
        this(Instant.parse("2023-01-01T00:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Sets the clock to this time. */
    public void set(Instant changed) {
        now = changed;
    }

    /** Sets the clock forward, or back by a negative duration. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
