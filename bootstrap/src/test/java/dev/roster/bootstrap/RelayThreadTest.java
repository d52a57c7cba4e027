package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RelayThreadTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Semaphore rounds = new Semaphore(0);

    @Test
    void continuesAtOnceAfterFullBatch() throws Exception {
        AtomicInteger waiting = new AtomicInteger(3);
        try (RelayThread relay = RelayThread.start(
                () -> {
                    rounds.release();
                    return Math.max(waiting.getAndDecrement(), 0);
                },
                FOREVER)) {
            assertRounds(4);
            assertThat(relay).isNotNull();
        }
        assertThat(rounds.availablePermits()).isZero();
    }

    @Test
    void runsAgainAfterPause() throws Exception {
        try (RelayThread relay = RelayThread.start(
                () -> {
                    rounds.release();
                    return 0;
                },
                SHORT)) {
            assertRounds(5);
            assertThat(relay).isNotNull();
        }
    }

    @Test
    void runsAtOnceWhenWoken() throws Exception {
        try (RelayThread relay = RelayThread.start(
                () -> {
                    rounds.release();
                    return 0;
                },
                FOREVER)) {
            assertRounds(1);
            for (int i = 0; i < 3; i++) {
                relay.wake();
                assertRounds(1);
            }
        }
    }

    @Test
    void survivesEveryFailure() throws Exception {
        AtomicInteger round = new AtomicInteger();
        try (RelayThread relay = RelayThread.start(
                () -> {
                    rounds.release();
                    switch (round.incrementAndGet() % 4) {
                        case 0 -> throw new StorageUnavailableException("gone for a while");
                        case 1 -> throw new IllegalStateException("a bug");
                        case 2 -> throw new StackOverflowError("a deep one");
                        default -> {
                            return 0;
                        }
                    }
                },
                SHORT)) {
            assertRounds(12);
            assertThat(relay).isNotNull();
        }
    }

    @Test
    void closeFinishesCurrentDeliveryAndStartsNoOther() throws Exception {
        CountDownLatch delivering = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        RelayThread relay = RelayThread.start(
                () -> {
                    rounds.release();
                    delivering.countDown();
                    try {
                        finished.set(letGo.await(30, TimeUnit.SECONDS));
                    } catch (InterruptedException interrupted) {
                        finished.set(false);
                    }
                    return 1;
                },
                FOREVER);
        assertThat(delivering.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(relay::close);
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.getState() != Thread.State.WAITING) {
            assertThat(closer.isAlive()).as("close() waits for the delivery").isTrue();
            Thread.onSpinWait();
        }
        letGo.countDown();
        closer.join(20_000);

        assertThat(closer.isAlive()).isFalse();
        assertThat(finished).isTrue();
        assertThat(rounds.availablePermits()).isEqualTo(1);
    }

    private void assertRounds(int count) throws InterruptedException {
        assertThat(rounds.tryAcquire(count, 20, TimeUnit.SECONDS))
                .as(count + " rounds")
                .isTrue();
    }
}
