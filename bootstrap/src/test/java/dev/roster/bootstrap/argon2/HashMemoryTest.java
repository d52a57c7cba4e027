package dev.roster.bootstrap.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasherBusyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashMemoryTest {

    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"8, 64, 1", "8, 126, 1", "8, 256, 3", "8, 4096, 8", "2, 4096, 2", "1, 16, 1"})
    void limitsConcurrencyByHeapAndProcessors(int processors, long heapMib, int expected) {
        assertThat(HashMemory.concurrency(Argon2Cost.DEFAULT, processors, heapMib * MIB))
                .isEqualTo(expected);
    }

    @Test
    void rejectsStoredHashThatNeedsMoreThanHalfOfHeap() {
        Argon2Cost cheap = new Argon2Cost(64, 1, 1);
        HashMemory memory = new HashMemory(cheap, 2, 4 * MIB);
        PasswordHash expensive = new PasswordHash(
                "$argon2id$v=19$m=131072,t=1,p=1$c29tZXNhbHQ" + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        try (Argon2PasswordHasher hasher = new Argon2PasswordHasher(cheap, new BoundedExecutor(2, 4), memory)) {
            assertThatExceptionOfType(PasswordHasherBusyException.class)
                    .isThrownBy(() -> hasher.verify("password", expensive));
            assertThat(hasher.verify("password", hasher.hash("password"))).isTrue();
        }
    }

    @Test
    void computesOneExpensiveHashAtATime() throws Exception {
        Argon2Cost cheap = new Argon2Cost(64, 1, 1);
        HashMemory memory = new HashMemory(cheap, 4, 512 * MIB);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger mostRunning = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);

        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            results.add(threads.submit(() -> {
                started.countDown();
                started.await();
                return memory.with(new Argon2Cost(1024, 1, 1), () -> {
                    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                    return running.decrementAndGet();
                });
            }));
        }
        for (Future<Integer> each : results) {
            each.get();
        }
        threads.shutdown();

        assertThat(mostRunning).hasValue(1);
    }
}
