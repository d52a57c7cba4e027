package dev.roster.adapters.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged about one server from now on, by whatever logger, other tests notwithstanding. */
final class LogLines extends Handler implements AutoCloseable {

    private static final Logger ALL = Logger.getLogger("");

    private final String address;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /**
     * @param port of the server
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
        // nothing held back
    }

    @Override
    public void close() {
        ALL.removeHandler(this);
    }
}
