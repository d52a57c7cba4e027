package dev.roster.bootstrap.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Clients that call the service concurrently. */
final class Clients implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private volatile boolean stopped;

    /** Starts clients, each of which repeats the call until it returns false, or until {@link #close}. */
    void start(int count, BooleanSupplier call) {
        for (int i = 0; i < count; i++) {
            running.add(CompletableFuture.runAsync(() -> repeat(call), threads));
        }
    }

    private void repeat(BooleanSupplier call) {
        boolean again = true;
        while (again && !stopped) {
            again = call.getAsBoolean();
        }
    }

    /** Waits until all clients have ended, and fails if one of them failed. */
    void awaitEnd() {
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
    }

    /** Stops all clients after their current calls. */
    void stop() {
        stopped = true;
        awaitEnd();
    }

    @Override
    public void close() {
        threads.shutdown();
        stop();
    }
}
