package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RelayThreadTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Semaphore rounds = new Semaphore(0);
    private IntSupplier delivery = () -> 0;

    @AutoClose
    private final RelayThread relay = new RelayThread("relay", this::deliver, 1);

    private int deliver() {
        rounds.release();
        return delivery.getAsInt();
    }

    @Test
    void continuesAtOnceAfterFullBatch() throws Exception {
        AtomicInteger waiting = new AtomicInteger(3);
        delivery = () -> Math.max(waiting.getAndDecrement(), 0);

        relay.start(FOREVER);
        relay.wake();

        assertRounds(4);
        relay.close();
        assertThat(rounds.availablePermits()).isZero();
    }

    @Test
    void runsAgainAfterPause() throws Exception {
        relay.start(SHORT);

        assertRounds(5);
    }

    @Test
    void runsAtOnceWhenWoken() throws Exception {
        relay.start(FOREVER);

        for (int i = 0; i < 3; i++) {
            relay.wake();
            assertRounds(1);
        }
    }

    @Test
    void survivesEveryFailure() throws Exception {
        AtomicInteger round = new AtomicInteger();
        delivery = () -> switch (round.incrementAndGet() % 4) {
            case 0 -> throw new StorageUnavailableException("gone for a while");
            case 1 -> throw new IllegalStateException("a bug");
            case 2 -> throw new StackOverflowError("a deep one");
            default -> 0;
        };

        relay.start(SHORT);

        assertRounds(12);
    }

    @Test
    void closeFinishesCurrentDeliveryAndStartsNoOther() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        delivery = () -> {
            try {
                finished.set(letGo.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException interrupted) {
                finished.set(false);
            }
            return 1;
        };
        relay.start(FOREVER);
        relay.wake();
        assertRounds(1);
        relay.wake();

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
        relay.wake();
        assertThat(rounds.availablePermits()).isZero();
    }

    private void assertRounds(int count) throws InterruptedException {
        assertThat(rounds.tryAcquire(count, 20, TimeUnit.SECONDS))
                .as(count + " rounds")
                .isTrue();
    }
}
