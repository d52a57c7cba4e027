package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RelayThreadsTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Semaphore rounds = new Semaphore(0);
    private IntSupplier delivery = () -> 0;

    @AutoClose
    private final RelayThreads relay = new RelayThreads("relay", 1, Set.of(Lane.DEFAULT), this::deliver);

    private void deliver(Lane lane, Runnable onFullBatch) {
        rounds.release();
        if (delivery.getAsInt() > 0) {
            onFullBatch.run();
        }
    }

    @Test
    void continuesAtOnceAfterFullBatch() throws Exception {
        AtomicInteger waiting = new AtomicInteger(3);
        delivery = () -> Math.max(waiting.getAndDecrement(), 0);

        relay.start(FOREVER);
        relay.wake(Lane.DEFAULT);

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
            relay.wake(Lane.DEFAULT);
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
        relay.wake(Lane.DEFAULT);
        assertRounds(1);
        relay.wake(Lane.DEFAULT);

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
        relay.wake(Lane.DEFAULT);
        assertThat(rounds.availablePermits()).isZero();
    }

    @Test
    void lanesTakeTurns() throws Exception {
        Map<Lane, Integer> backlog = new EnumMap<>(Map.of(Lane.PASSWORD_CHANGED, 100, Lane.VERIFICATION, 2));
        List<Lane> turns = new CopyOnWriteArrayList<>();
        CountDownLatch bothWoken = new CountDownLatch(1);
        try (RelayThreads mails = new RelayThreads("mails", 1, Lane.MAILS, (lane, onFullBatch) -> {
            awaitUninterruptibly(bothWoken);
            turns.add(lane);
            if (backlog.merge(lane, -1, Integer::sum) >= 0) {
                onFullBatch.run();
            }
            rounds.release();
        })) {
            mails.start(FOREVER);
            mails.wake(Lane.PASSWORD_CHANGED);
            mails.wake(Lane.VERIFICATION);
            bothWoken.countDown();
            assertRounds(104);
        }

        assertThat(turns.subList(0, 8)).filteredOn(Lane.VERIFICATION::equals).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void deliversOneLaneOnSeveralThreads() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(3);
        AtomicInteger waiting = new AtomicInteger(3);
        AtomicInteger met = new AtomicInteger();
        try (RelayThreads mails = new RelayThreads("mails", 3, Lane.MAILS, (lane, onFullBatch) -> {
            if (waiting.getAndDecrement() > 0) {
                onFullBatch.run();
                await(meeting);
                met.incrementAndGet();
            }
            rounds.release();
        })) {
            mails.start(FOREVER);
            mails.wake(Lane.VERIFICATION);
            assertRounds(4);
        }

        assertThat(met).hasValue(3);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CyclicBarrier meeting) {
        try {
            meeting.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException("the deliveries do not run at the same time", alone);
        }
    }

    private void assertRounds(int count) throws InterruptedException {
        assertThat(rounds.tryAcquire(count, 20, TimeUnit.SECONDS))
                .as(count + " rounds")
                .isTrue();
    }
}
