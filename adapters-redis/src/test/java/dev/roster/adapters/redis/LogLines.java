package dev.roster.adapters.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log lines about one server, of all loggers, from creation on. Lines of concurrent tests are left out. */
final class LogLines extends Handler implements AutoCloseable {

    private static final Logger ALL = Logger.getLogger("");

    private final String address;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /**
     * Starts recording.
     *
     * @param port the port of the server
     */
    LogLines(int port) {
        this.address = "localhost:" + port;
        ALL.addHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getMessage().contains(address)) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }
    }

    @Override
    public void flush() {
        // not buffered
    }

    @Override
    public void close() {
        ALL.removeHandler(this);
    }
}
