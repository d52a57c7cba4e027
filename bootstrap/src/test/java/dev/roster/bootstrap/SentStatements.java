package dev.roster.bootstrap;

import dev.roster.adapters.jdbc.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the thread that made it has PostgreSQL execute, by what the driver logs of what it says to the server; to be used
 * with a database that {@link #withTexts} has returned. Empty statements, by which a pool sees whether a connection lives,
 * are left out.
 */
final class SentStatements implements AutoCloseable {

    private static final Pattern PARSE =
            Pattern.compile(" FE=> Parse\\(stmt=[^,]*,query=\"(.*)\",oids=.*", Pattern.DOTALL);

    private final Logger protocol = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final Handler handler = new Listener(Thread.currentThread());
    private final List<String> statements = new ArrayList<>();

    SentStatements() {
        protocol.setLevel(Level.FINEST);
        protocol.addHandler(handler);
    }

    /** The same database, whose server is sent the text of a statement each time it is executed. */
    static Database withTexts(Database db) {
        String url = db.jdbcUrl() + (db.jdbcUrl().contains("?") ? "&" : "?") + "prepareThreshold=0";
        return new Database(url, db.user(), db.password(), db.poolSize());
    }

    List<String> during(Runnable call) {
        statements.clear();
        call.run();
        return List.copyOf(statements);
    }

    @Override
    public void close() {
        protocol.removeHandler(handler);
        protocol.setLevel(null);
    }

    private final class Listener extends Handler {

        private final Thread thread;
        private String parsed = "";

        Listener(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void publish(LogRecord said) {
            if (!Thread.currentThread().equals(thread)) {
                return;
            }
            String message = said.getMessage();
            Matcher parse = PARSE.matcher(message);
            if (parse.matches()) {
                parsed = parse.group(1);
            } else if (message.startsWith(" FE=> Execute(")) {
                statements.add(parsed);
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
