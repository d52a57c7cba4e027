package dev.roster.bootstrap;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in reverse order. Not thread-safe. */
public final class CloseableStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloseableStack.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    public <T extends AutoCloseable> T add(T resource) {
        resources.push(resource);
        return resource;
    }

    /** One that fails to close does not keep the others open. */
    @Override
    public void close() {
        while (!resources.isEmpty()) {
            closeLast();
        }
    }

    @SuppressWarnings("Interruption") // an interrupt that arrives here is kept for the caller
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
