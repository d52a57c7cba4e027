package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHasherBusyException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the heap that concurrent hashes may use. New hashes use at most a quarter of the heap together. A stored
 * hash of a higher cost waits until enough of that part is free. If it needs more than half of the heap, it is
 * rejected, because an attempt could end the process. Safe for use by multiple threads.
 */
final class HashMemory {

    private static final Logger LOG = LoggerFactory.getLogger(HashMemory.class);

    /** Heap of one block of 1 KiB: the array, its header, and the object that holds it. */
    private static final int BYTES_PER_BLOCK = 1024 + 16 + 24;

    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final int capacityKib;
    private final Semaphore freeKib;
    private final long maxBytes;

    /**
     * @param cost cost of new hashes
     * @param atOnce maximum number of concurrent computations of that cost
     * @param heapBytes maximum size of the heap
     */
    HashMemory(Argon2Cost cost, int atOnce, long heapBytes) {
        this.capacityKib = Math.multiplyExact(cost.memoryKib(), atOnce);
        this.freeKib = new Semaphore(capacityKib, true);
        this.maxBytes = heapBytes / 2;
    }

    /** Returns how many hashes may be computed at once: one per processor, in a quarter of the heap; at least one. */
    static int concurrency(Argon2Cost cost, int processors, long heapBytes) {
        return (int) Math.max(1, Math.min(processors, heapBytes / 4 / bytes(cost)));
    }

    /**
     * @throws PasswordHasherBusyException if the heap is too small for the cost
     */
    void requirePossible(Argon2Cost cost) {
        if (cost.memoryKib() > capacityKib && bytes(cost) > maxBytes) {
            LOG.warn("a stored password hash needs {} KiB of memory; increase -Xmx to verify it", cost.memoryKib());
            throw new PasswordHasherBusyException(RETRY_AFTER);
        }
    }

    /** Runs a computation when its memory is free. */
    <T> T with(Argon2Cost cost, Callable<T> computation) throws Exception {
        int kib = Math.min(cost.memoryKib(), capacityKib);
        freeKib.acquire(kib);
        try {
            return computation.call();
        } finally {
            freeKib.release(kib);
        }
    }

    private static long bytes(Argon2Cost cost) {
        return (long) cost.memoryKib() * BYTES_PER_BLOCK;
    }
}
