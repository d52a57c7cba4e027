package dev.roster.bootstrap.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.security.PasswordHasherBusyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedExecutorTest {

    private static final int CONCURRENCY = 2;
    private static final int QUEUE_SIZE = 3;

    private final BoundedExecutor executor = new BoundedExecutor(CONCURRENCY, QUEUE_SIZE);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        executor.close();
        callers.shutdownNow();
    }

    @Test
    void limitsConcurrencyAndRejectsBeyondQueue() throws Exception {
        List<Future<Integer>> admitted = new ArrayList<>();
        for (int i = 0; i < CONCURRENCY; i++) {
            int number = i;
            admitted.add(callers.submit(() -> executor.run(() -> counted(number))));
        }
        await(() -> running.get() == CONCURRENCY);
        for (int i = CONCURRENCY; i < CONCURRENCY + QUEUE_SIZE; i++) {
            int number = i;
            admitted.add(callers.submit(() -> executor.run(() -> counted(number))));
        }
        await(() -> executor.queueSize() == QUEUE_SIZE);

        assertThatExceptionOfType(PasswordHasherBusyException.class)
                .isThrownBy(() -> executor.run(() -> counted(99)))
                .satisfies(
                        busy -> assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));

        release.countDown();
        for (int i = 0; i < admitted.size(); i++) {
            assertThat(admitted.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(mostRunning).hasValue(CONCURRENCY);
        assertThat(executor.run(() -> 42)).isEqualTo(42);
    }

    @Test
    void runsQueuedComputationsInOrder() throws Exception {
        try (BoundedExecutor oneAtATime = new BoundedExecutor(1, QUEUE_SIZE)) {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            callers.execute(() -> oneAtATime.run(() -> counted(0)));
            await(() -> running.get() == 1);
            List<Future<?>> queued = new ArrayList<>();
            for (int i = 1; i <= QUEUE_SIZE; i++) {
                int number = i;
                queued.add(callers.submit(() -> oneAtATime.run(() -> order.add(number))));
                await(() -> oneAtATime.queueSize() == number);
            }
            release.countDown();
            for (Future<?> each : queued) {
                each.get(20, TimeUnit.SECONDS);
            }

            assertThat(order).containsExactly(1, 2, 3);
        }
    }

    @Test
    void interruptedCallerIsRejectedAndLeavesQueue() throws Exception {
        for (int i = 0; i < CONCURRENCY; i++) {
            callers.execute(() -> executor.run(() -> counted(0)));
        }
        await(() -> running.get() == CONCURRENCY);
        AtomicBoolean computed = new AtomicBoolean();
        AtomicBoolean refusedAndMarked = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                executor.run(() -> {
                    computed.set(true);
                    return 1;
                });
            } catch (PasswordHasherBusyException refused) {
                refusedAndMarked.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        await(() -> executor.queueSize() == 1);

        waiting.interrupt();
        waiting.join(20_000);

        assertThat(refusedAndMarked).isTrue();
        assertThat(executor.queueSize()).isZero();
        release.countDown();
        assertThat(executor.run(() -> 42)).isEqualTo(42);
        assertThat(computed).isFalse();
    }

    @Test
    void keepsQuarterOfQueueForReservedComputationsAndRunsThemFirst() throws Exception {
        try (BoundedExecutor oneAtATime = new BoundedExecutor(1, 4)) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            List<Future<?>> queued = new ArrayList<>();
            callers.execute(() -> oneAtATime.run(() -> counted(0)));
            await(() -> running.get() == 1);
            for (int i = 1; i <= 3; i++) {
                int number = i;
                queued.add(callers.submit(() -> oneAtATime.run(() -> order.add("general"))));
                await(() -> oneAtATime.queueSize() == number);
            }

            assertThatExceptionOfType(PasswordHasherBusyException.class)
                    .isThrownBy(() -> oneAtATime.run(() -> order.add("rejected")));
            queued.add(callers.submit(() -> oneAtATime.runReserved(() -> order.add("reserved"))));
            await(() -> oneAtATime.queueSize() == 4);
            assertThatExceptionOfType(PasswordHasherBusyException.class)
                    .isThrownBy(() -> oneAtATime.runReserved(() -> order.add("rejected")));
            release.countDown();
            for (Future<?> each : queued) {
                each.get(20, TimeUnit.SECONDS);
            }

            assertThat(order).containsExactly("reserved", "general", "general", "general");
        }
    }

    @Test
    void rethrowsErrors() {
        OutOfMemoryError planted = new OutOfMemoryError("planted");

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> executor.run(() -> {
                    throw planted;
                }))
                .isSameAs(planted);
        assertThat(executor.run(() -> 42)).isEqualTo(42);
    }

    @Test
    void rejectsAllAfterClose() {
        executor.close();

        assertThatExceptionOfType(PasswordHasherBusyException.class).isThrownBy(() -> executor.run(() -> 1));
    }

    private int counted(int result) throws InterruptedException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            return result;
        } finally {
            running.decrementAndGet();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("condition met in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
