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

    private static final int AT_ONCE = 2;
    private static final int WAITING = 3;

    private final BoundedExecutor computations = new BoundedExecutor(AT_ONCE, WAITING);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @AfterEach
    void close() {
        letGo.countDown();
        computations.close();
        callers.shutdownNow();
    }

    @Test
    void noMoreThanTheBoundRunAtOnceAndOnesBeyondTheQueueAreRefused() throws Exception {
        List<Future<Integer>> admitted = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            int number = i;
            admitted.add(callers.submit(() -> computations.run(() -> counted(number))));
        }
        await(() -> running.get() == AT_ONCE);
        for (int i = AT_ONCE; i < AT_ONCE + WAITING; i++) {
            int number = i;
            admitted.add(callers.submit(() -> computations.run(() -> counted(number))));
        }
        await(() -> computations.waiting() == WAITING);

        assertThatExceptionOfType(PasswordHasherBusyException.class)
                .isThrownBy(() -> computations.run(() -> counted(99)))
                .satisfies(
                        busy -> assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));

        letGo.countDown();
        for (int i = 0; i < admitted.size(); i++) {
            assertThat(admitted.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(mostRunning).hasValue(AT_ONCE);
        assertThat(computations.run(() -> 42)).isEqualTo(42);
    }

    @Test
    void thoseThatWaitAreServedInTheOrderTheyCame() throws Exception {
        try (BoundedExecutor oneAtATime = new BoundedExecutor(1, WAITING)) {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            callers.execute(() -> oneAtATime.run(() -> counted(0)));
            await(() -> running.get() == 1);
            List<Future<?>> queued = new ArrayList<>();
            for (int i = 1; i <= WAITING; i++) {
                int number = i;
                queued.add(callers.submit(() -> oneAtATime.run(() -> order.add(number))));
                await(() -> oneAtATime.waiting() == number);
            }
            letGo.countDown();
            for (Future<?> each : queued) {
                each.get(20, TimeUnit.SECONDS);
            }

            assertThat(order).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whoIsInterruptedWhileWaitingIsRefusedKeepsTheMarkAndGivesUpThePlace() throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            callers.execute(() -> computations.run(() -> counted(0)));
        }
        await(() -> running.get() == AT_ONCE);
        AtomicBoolean computed = new AtomicBoolean();
        AtomicBoolean refusedAndMarked = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                computations.run(() -> {
                    computed.set(true);
                    return 1;
                });
            } catch (PasswordHasherBusyException refused) {
                refusedAndMarked.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        await(() -> computations.waiting() == 1);

        waiting.interrupt();
        waiting.join(20_000);

        assertThat(refusedAndMarked).isTrue();
        assertThat(computations.waiting()).isZero();
        letGo.countDown();
        assertThat(computations.run(() -> 42)).isEqualTo(42);
        assertThat(computed).isFalse();
    }

    @Test
    void afterTheEndAllAreRefused() {
        computations.close();

        assertThatExceptionOfType(PasswordHasherBusyException.class).isThrownBy(() -> computations.run(() -> 1));
    }

    private int counted(int result) throws InterruptedException {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            assertThat(letGo.await(30, TimeUnit.SECONDS)).isTrue();
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
