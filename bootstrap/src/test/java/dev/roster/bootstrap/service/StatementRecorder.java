package dev.roster.bootstrap.service;

import dev.roster.adapters.jdbc.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records the statements that this process sends to PostgreSQL, from the driver's log. Requires a database returned by
 * {@link #withStatementTexts}. Ignores empty statements, which the connection pool uses for validation. Only one
 * recorder may be open.
 */
final class StatementRecorder implements AutoCloseable {

    private static final Pattern PARSE =
            Pattern.compile(" FE=> Parse\\(stmt=[^,]*,query=\"(.*)\",oids=.*", Pattern.DOTALL);

    private final Logger protocol = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final Map<Thread, String> parsed = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> statements = new ConcurrentLinkedQueue<>();

    private StatementRecorder(Predicate<Thread> counted) {
        protocol.setLevel(Level.FINEST);
        protocol.setFilter(logged -> {
            if (counted.test(Thread.currentThread())) {
                add(logged);
            }
            return false;
        });
    }

    static StatementRecorder ofThisThread() {
        return new StatementRecorder(Thread.currentThread()::equals);
    }

    static StatementRecorder ofOtherThreads() {
        return new StatementRecorder(Predicate.not(Thread.currentThread()::equals));
    }

    /** Returns the database with a URL that sends the SQL text with each execution. */
    static Database withStatementTexts(Database db) {
        return new Database(withStatementTexts(db.jdbcUrl()), db.user(), db.password(), db.poolSize());
    }

    static String withStatementTexts(String url) {
        return url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
    }

    /** Returns the statements of one call. */
    List<String> record(Runnable call) {
        reset();
        call.run();
        return statements();
    }

    /** Deletes the statements recorded so far. */
    void reset() {
        statements.clear();
    }

    /** Returns the statements since {@link #reset}. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    /** Counts round trips: the driver sends BEGIN together with the statement that follows it. */
    static long roundTrips(List<String> statements) {
        return statements.stream().filter(sql -> !sql.startsWith("BEGIN")).count();
    }

    private void add(LogRecord logged) {
        Thread thread = Thread.currentThread();
        String message = logged.getMessage();
        Matcher parse = PARSE.matcher(message);
        if (parse.matches()) {
            parsed.put(thread, parse.group(1));
        } else if (message.startsWith(" FE=> Execute(")) {
            statements.add(parsed.getOrDefault(thread, ""));
        } else if (message.startsWith(" FE=> SimpleQuery(")) {
            String text = String.valueOf(logged.getParameters()[0]);
            if (!text.isEmpty()) {
                statements.add(text);
            }
        }
    }

    @Override
    public void close() {
        protocol.setFilter(null);
        protocol.setLevel(null);
    }
}
