package dev.roster.bootstrap.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.roster.application.port.security.PasswordHash;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Budget for the memory that a hash allocates. */
class HashAllocationTest {

    /** The array of blocks takes 78 KiB; the 19 MiB of the blocks are reused from the previous hash. */
    private static final long BUDGET = 256 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final BoundedExecutor executor = new BoundedExecutor(1, 1);

    @Test
    void reusesMemoryOfPreviousHash() {
        try (Argon2PasswordHasher hasher = newHasher(Argon2Cost.DEFAULT)) {
            PasswordHash hash = hasher.hash("correct horse");
            long before = allocatedBytes();

            boolean matches = hasher.verify("correct horse", hash);

            assertThat(matches).isTrue();
            assertThat(allocatedBytes() - before).isPositive().isLessThan(BUDGET);
        }
    }

    @Test
    void keepsNoMoreMemoryThanNewHashNeeds() {
        Argon2Cost cheap = new Argon2Cost(64, 1, 1);
        try (Argon2PasswordHasher expensive = new Argon2PasswordHasher(Argon2Cost.DEFAULT, 1, 1);
                Argon2PasswordHasher hasher = newHasher(cheap)) {
            PasswordHash hash = expensive.hash("correct horse");
            assertThat(hasher.verify("correct horse", hash)).isTrue();
            long before = allocatedBytes();

            assertThat(hasher.verify("correct horse", hash)).isTrue();

            assertThat(allocatedBytes() - before).isGreaterThan(18 * 1024 * 1024);
        }
    }

    private Argon2PasswordHasher newHasher(Argon2Cost cost) {
        return new Argon2PasswordHasher(
                cost, executor, new HashMemory(cost, 1, Runtime.getRuntime().maxMemory()));
    }

    /** Returns the bytes allocated by the thread that computes hashes. */
    private long allocatedBytes() {
        return executor.run(threads::getCurrentThreadAllocatedBytes);
    }
}
