package dev.roster.adapters.http.routes;

import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.Json;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the memory of all lists that are read and written as JSON at the same time: while a list is read, its items
 * are in memory in full length. Safe for use by multiple threads.
 */
public final class ListMemory {

    /** Part of the heap for lists. */
    private static final int HEAP_SHARE = 4;

    /** The longest content, 20,000 characters beyond the BMP, as text of the database and as Java text. */
    private static final int MAX_ITEM_BYTES = 20_000 * (4 + 4);

    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final int maxItems;
    private final Semaphore items;

    /** Creates an instance for a share of the heap. */
    public ListMemory() {
        this(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    ListMemory(long bytes) {
        this.maxItems = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / MAX_ITEM_BYTES));
        this.items = new Semaphore(maxItems, true);
    }

    /**
     * Returns the JSON of a list, when there is memory for it.
     *
     * @param size maximum number of items
     * @param list reads the list
     * @throws HttpErrorException 503 if too many other lists are being read
     */
    byte[] json(int size, Supplier<Object> list) {
        int share = Math.min(size, maxItems);
        acquire(share);
        try {
            return Json.bytes(list.get());
        } finally {
            items.release(share);
        }
    }

    private void acquire(int share) {
        try {
            if (!items.tryAcquire(share, MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new HttpErrorException(503, "Too many lists are being read.");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new HttpErrorException(503, "The server is stopping.");
        }
    }
}
