package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RendezvousTest {

    @Test
    void runsAllTasksConcurrently() throws Exception {
        CountDownLatch together = new CountDownLatch(5);

        List<Outcome<Integer>> outcomes = Rendezvous.run(5, i -> () -> {
            together.countDown();
            assertThat(together.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return i;
        });

        assertThat(outcomes).extracting(Outcome::get).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void reportsFailureOfEachTask() throws Exception {
        IOException planned = new IOException("planned");

        List<Outcome<Integer>> outcomes = Rendezvous.run(3, i -> () -> {
            if (i == 1) {
                throw planned;
            }
            return i;
        });

        assertThat(outcomes).extracting(Outcome::succeeded).containsExactly(true, false, true);
        assertThat(outcomes.get(1).failure()).containsSame(planned);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> outcomes.get(1).get())
                .withMessage("failed on another thread: java.io.IOException: planned")
                .withCause(planned);
    }

    @Test
    void barrierDoesNotWaitForFailedTasks() throws Exception {
        AtomicInteger arrived = new AtomicInteger();

        List<Outcome<Integer>> outcomes = Rendezvous.runWithBarrier(
                4,
                point -> i -> () -> {
                    if (i == 0) {
                        throw new IOException("planned");
                    }
                    int seen = 0;
                    for (int round = 0; round < 10; round++) {
                        arrived.incrementAndGet();
                        point.await();
                        seen = arrived.get();
                        point.await();
                    }
                    return seen;
                });

        assertThat(outcomes.get(0).succeeded()).isFalse();
        assertThat(outcomes.subList(1, 4)).extracting(Outcome::get).containsExactly(30, 30, 30);
    }

    @Test
    void runsTaskOnOtherThread() throws Exception {
        assertThat(Rendezvous.runOnOtherThread(Thread::currentThread).get()).isNotSameAs(Thread.currentThread());
    }
}
