package dev.roster.bootstrap;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stack of open resources that closes them in reverse order. Not thread-safe. */
public final class CloseableStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloseableStack.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /** Adds a resource and returns it. */
    public <T extends AutoCloseable> T add(T resource) {
        resources.push(resource);
        return resource;
    }

    /** Closes all resources. If closing one fails, logs the failure and closes the others. */
    @Override
    public void close() {
        while (!resources.isEmpty()) {
            closeLast();
        }
    }

    @SuppressWarnings("Interruption") // the interrupt status is restored for the caller
    private void closeLast() {
        AutoCloseable last = resources.pop();
        try {
            last.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            LOG.warn("{} was not closed properly", last.getClass().getSimpleName(), failed);
        }
    }
}
