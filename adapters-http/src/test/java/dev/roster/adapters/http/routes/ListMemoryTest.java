package dev.roster.adapters.http.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListMemoryTest {

    private static final long ITEM = 160_000;

    private final ListMemory memory = new ListMemory(10 * ITEM);

    /** Given memory for ten items. When eight lists of up to five are read. Then two of them are read at once. */
    @Test
    void boundsItemsThatAreReadAtOnce() throws Exception {
        CountDownLatch two = new CountDownLatch(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        CompletableFuture<?>[] lists = new CompletableFuture<?>[8];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = CompletableFuture.runAsync(
                    () -> memory.json(5, () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        two.countDown();
                        awaitUninterruptibly(two);
                        running.decrementAndGet();
                        return "";
                    }),
                    task -> new Thread(task, "test").start());
        }
        CompletableFuture.allOf(lists).get(60, TimeUnit.SECONDS);

        assertThat(most).hasValue(2);
    }

    @Test
    void readsListThatIsLargerThanAllMemory() {
        assertThat(new String(memory.json(100, () -> "x"), UTF_8)).isEqualTo("\"x\"");
    }

    @Test
    void freesMemoryAfterFailure() {
        for (int i = 0; i < 3; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> memory.json(10, () -> {
                        throw new IllegalStateException("planned");
                    }));
        }
        assertThat(new String(memory.json(10, () -> "x"), UTF_8)).isEqualTo("\"x\"");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
