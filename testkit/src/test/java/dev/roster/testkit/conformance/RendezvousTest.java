package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RendezvousTest {

    @Test
    void allAreThereAtOnce() throws Exception {
        CountDownLatch together = new CountDownLatch(5);

        List<Outcome<Integer>> outcomes = Rendezvous.of(5, i -> () -> {
            together.countDown();
            assertThat(together.await(Rendezvous.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return i;
        });

        assertThat(outcomes).extracting(Outcome::get).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void failuresStayWithTheirTask() throws Exception {
        IOException planned = new IOException("planned");

        List<Outcome<Integer>> outcomes = Rendezvous.of(3, i -> () -> {
            if (i == 1) {
                throw planned;
            }
            return i;
        });

        assertThat(outcomes).extracting(Outcome::succeeded).containsExactly(true, false, true);
        assertThat(outcomes.get(1).failure()).containsSame(planned);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> outcomes.get(1).get())
                .withCause(planned);
    }

    @Test
    void elsewhereIsAnotherThread() throws Exception {
        assertThat(Rendezvous.elsewhere(Thread::currentThread).get()).isNotSameAs(Thread.currentThread());
    }
}
