package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.conformance.RepeatedRace.Round;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RepeatedRaceTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** Counter whose increment is a read and a write. */
    private static final class LossyCounter {
        private volatile int value;

        int increment() {
            int before = value;
            value = before + 1;
            return before;
        }
    }

    @Test
    void findsIncrementThatIsNotAtomic() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> RepeatedRace.of(1_000_000, LONG).run(() -> {
                    LossyCounter counter = new LossyCounter();
                    return new Round(List.of(counter::increment, counter::increment), () -> {
                        assertThat(counter.value).isEqualTo(2);
                        return null;
                    });
                }));
    }

    @Test
    void repeatsFastCallsUntilLimit() throws Exception {
        AtomicInteger calls = new AtomicInteger();

        int rounds = RepeatedRace.of(2_000, LONG)
                .run(() -> new Round(List.of(calls::incrementAndGet, calls::incrementAndGet), () -> null));

        assertThat(rounds).isGreaterThanOrEqualTo(2_000);
        assertThat(calls).hasValue(2 * rounds);
    }

    @Test
    void repeatsSlowCallsLessOften() throws Exception {
        int rounds = RepeatedRace.of(1_000_000, LONG)
                .run(() -> new Round(List.of(RepeatedRaceTest::slowCall, RepeatedRaceTest::slowCall), () -> null));

        assertThat(rounds).isBetween(256, 2_000);
    }

    private static int slowCall() {
        long end = System.nanoTime() + 100_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(10_000);
        }
        return 0;
    }

    @Test
    void reportsFailureOfCall() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> RepeatedRace.of(100, LONG)
                        .run(() -> new Round(
                                List.of(() -> 1, () -> {
                                    throw new IllegalStateException("broken call");
                                }),
                                () -> null)))
                .withRootCauseInstanceOf(IllegalStateException.class);
    }
}
