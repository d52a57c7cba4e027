package dev.roster.testkit.conformance;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that this process logs or prints, for clauses about secrets. Captures standard output, standard error and
 * {@code java.util.logging} at all levels, from all threads, and passes it on. Logging libraries that
 * print to the console are included.
 */
public final class CapturedOutput implements AutoCloseable {

    private static final Set<CapturedOutput> OPEN = ConcurrentHashMap.newKeySet();
    private static final Recorder RECORDER = new Recorder();

    /** Inherited by the threads that a thread starts. */
    private static final InheritableThreadLocal<Boolean> SILENT = new InheritableThreadLocal<>();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Starts to capture. */
    public CapturedOutput() {
        synchronized (OPEN) {
            if (OPEN.isEmpty()) {
                RECORDER.install();
            }
            OPEN.add(this);
        }
    }

    /** Returns everything that was logged or printed so far. */
    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns an exception as it would be logged, with its stack trace, causes and suppressed exceptions. */
    public static String logged(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /**
     * Runs a task on an implementation with a planted fault. While a capture is open, nothing that the task and the
     * threads started by it print appears in the output of the process, but all of it is captured.
     */
    public static void silently(Runnable task) {
        Boolean before = SILENT.get();
        SILENT.set(true);
        try {
            task.run();
        } finally {
            if (before == null) {
                SILENT.remove();
            } else {
                SILENT.set(before);
            }
        }
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            OPEN.remove(this);
            if (OPEN.isEmpty()) {
                RECORDER.uninstall();
            }
        }
    }

    private synchronized void add(byte[] more, int from, int length) {
        bytes.write(more, from, length);
    }

    private static void addToAll(byte[] more, int from, int length) {
        OPEN.forEach(open -> open.add(more, from, length));
    }

    /** Receives the output while anything is captured. */
    private static final class Recorder extends Handler {

        private final Logger root = Logger.getLogger("");
        private PrintStream out = System.out;
        private PrintStream err = System.err;
        private Level level = Level.INFO;

        Recorder() {
            setFormatter(new SimpleFormatter());
            setLevel(Level.ALL);
        }

        void install() {
            out = System.out;
            err = System.err;
            level = root.getLevel();
            System.setOut(new PrintStream(new Copy(out), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new Copy(err), true, StandardCharsets.UTF_8));
            root.addHandler(this);
            root.setLevel(Level.ALL);
        }

        void uninstall() {
            System.setOut(out);
            System.setErr(err);
            root.removeHandler(this);
            root.setLevel(level);
        }

        @Override
        public void publish(LogRecord entry) {
            byte[] text = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
            addToAll(text, 0, text.length);
        }

        @Override
        public void flush() {
            // each entry is added at once
        }

        @Override
        public void close() {
            // used again
        }
    }

    /** Stream that passes everything on, and captures it. */
    private static final class Copy extends OutputStream {

        private final PrintStream original;

        Copy(PrintStream original) {
            this.original = original;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] more, int from, int length) {
            if (SILENT.get() == null) {
                original.write(more, from, length);
            }
            addToAll(more, from, length);
        }

        @Override
        public void flush() {
            original.flush();
        }
    }
}
