package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Waits for conditions, and measures how long callers wait. */
final class Await {

    private static final int WORKERS = 6;
    private static final int ROUNDS = 100;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    static void untilUp(RedisConnection redis) {
        until("Redis is available again", redis::isUp);
    }

    /**
     * Runs calls in several threads, and checks that none of them takes longer.
     *
     * @param calls returns the calls of one round
     */
    static void assertNoneTakesLonger(Duration limit, Supplier<List<Runnable>> calls) throws Exception {
        assertThat(Rendezvous.run(WORKERS, i -> () -> slowest(calls)))
                .extracting(Outcome::get)
                .allSatisfy(slowest -> assertThat(slowest).isLessThan(limit));
    }

    private static Duration slowest(Supplier<List<Runnable>> calls) {
        return Stream.generate(calls)
                .limit(ROUNDS)
                .flatMap(List::stream)
                .map(call -> {
                    long start = System.nanoTime();
                    call.run();
                    return Duration.ofNanos(System.nanoTime() - start);
                })
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
