package dev.roster.bootstrap;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements that all threads of this process but the one that made it have PostgreSQL execute, and their round trips, as
 * the driver logs them. Empty statements, by which a pool sees whether a connection lives, are left out.
 */
final class SentByAllThreads implements AutoCloseable {

    private static final Pattern PARSE =
            Pattern.compile(" FE=> Parse\\(stmt=[^,]*,query=\"(.*)\",oids=.*", Pattern.DOTALL);

    private final Logger protocol = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final Thread left = Thread.currentThread();
    private final Map<Thread, String> parsed = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> statements = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Listener();

    SentByAllThreads() {
        protocol.setLevel(Level.FINEST);
        protocol.addHandler(handler);
    }

    /** Forgets what was sent before. */
    void clear() {
        statements.clear();
    }

    /** Returns what was sent since. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    /** Counts round trips: the driver sends BEGIN together with the statement that follows it. */
    static long roundTrips(List<String> statements) {
        return statements.stream().filter(sql -> !sql.startsWith("BEGIN")).count();
    }

    @Override
    public void close() {
        protocol.removeHandler(handler);
        protocol.setLevel(null);
    }

    private final class Listener extends Handler {

        @Override
        public void publish(LogRecord said) {
            Thread thread = Thread.currentThread();
            if (thread.equals(left)) {
                return;
            }
            String message = said.getMessage();
            Matcher parse = PARSE.matcher(message);
            if (parse.matches()) {
                parsed.put(thread, parse.group(1));
            } else if (message.startsWith(" FE=> Execute(")) {
                statements.add(parsed.getOrDefault(thread, ""));
            } else if (message.startsWith(" FE=> SimpleQuery(")) {
                String text = String.valueOf(said.getParameters()[0]);
                if (!text.isEmpty()) {
                    statements.add(text);
                }
            }
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
