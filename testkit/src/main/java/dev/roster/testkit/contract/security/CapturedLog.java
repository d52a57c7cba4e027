package dev.roster.testkit.contract.security;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Everything that this process logs at any level by {@code java.util.logging}, or writes to its standard streams, while
 * a task runs. Other libraries log to one of these. Captures run one after the other.
 */
final class CapturedLog {

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private CapturedLog() {}

    /** A call that may fail. */
    interface Task {

        /** Runs the task. */
        void run() throws Exception;
    }

    /** Runs a task and returns what was logged. The streams receive it, too. */
    static String of(Task task) throws Exception {
        ONE_AT_A_TIME.lock();
        try {
            Records records = new Records();
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            Logger root = Logger.getLogger("");
            Level level = root.getLevel();
            PrintStream out = System.out;
            PrintStream err = System.err;
            root.addHandler(records);
            root.setLevel(Level.ALL);
            System.setOut(copy(out, written));
            System.setErr(copy(err, written));
            try {
                task.run();
            } finally {
                System.setOut(out);
                System.setErr(err);
                root.setLevel(level);
                root.removeHandler(records);
            }
            return records + written.toString(StandardCharsets.UTF_8);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static PrintStream copy(PrintStream original, ByteArrayOutputStream written) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int octet) {
                original.write(octet);
                written.write(octet);
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                original.write(bytes, from, count);
                written.write(bytes, from, count);
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }

    private static final class Records extends Handler {

        private final Queue<String> texts = new ConcurrentLinkedQueue<>();

        Records() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            texts.add(entry.getMessage());
            if (entry.getParameters() != null) {
                for (Object parameter : entry.getParameters()) {
                    texts.add(String.valueOf(parameter));
                }
            }
            if (entry.getThrown() != null) {
                texts.add(entry.getThrown().toString());
            }
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing to release
        }

        @Override
        public String toString() {
            return String.join("\n", texts);
        }
    }
}
