package dev.roster.bootstrap;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.roster.bootstrap.cli.ExitCode;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Ends the process after an {@link OutOfMemoryError}. The error can leave any object half changed, in this code and in
 * the libraries, so the process must not continue; a supervisor starts it again. The libraries catch and log errors of
 * their threads, so logged errors count as well as uncaught ones.
 */
final class OutOfMemoryExit extends AppenderBase<ILoggingEvent> {

    /** Longest chain of causes that is examined, in case a chain has a cycle. */
    private static final int MAX_DEPTH = 20;

    private final IntConsumer exit;

    OutOfMemoryExit(IntConsumer exit) {
        this.exit = exit;
    }

    /** Observes all threads and the log of this process. */
    static void install() {
        // No shutdown hooks: they need memory, and an acknowledged write survives without them.
        OutOfMemoryExit handler =
                new OutOfMemoryExit(code -> Runtime.getRuntime().halt(code));
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            handler.exitIfOutOfMemory(thrown);
            LoggerFactory.getLogger(OutOfMemoryExit.class).error("thread {} failed", thread.getName(), thrown);
        });
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            handler.setContext(context);
            handler.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(handler);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThrowableProxy() instanceof ThrowableProxy logged) {
            exitIfOutOfMemory(logged.getThrowable());
        }
    }

    void exitIfOutOfMemory(Throwable thrown) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof OutOfMemoryError) {
                try {
                    System.err.println("Roster ends, because it is out of memory (" + cause.getMessage()
                            + "); increase -Xmx or the memory of the machine");
                } finally {
                    exit.accept(ExitCode.OUT_OF_MEMORY);
                }
                return;
            }
            cause = cause.getCause();
        }
    }
}
