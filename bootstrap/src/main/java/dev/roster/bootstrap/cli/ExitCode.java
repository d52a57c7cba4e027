package dev.roster.bootstrap.cli;

import dev.roster.adapters.http.ServerStartException;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.SchemaException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.bootstrap.config.ConfigException;
import java.io.PrintStream;
import java.sql.SQLException;

/** The exit codes of commands, and the messages of failures. */
public final class ExitCode {

    /** The command succeeded. */
    public static final int SUCCESS = 0;

    /** The command failed. */
    public static final int FAILURE = 1;

    /** Arguments or settings are invalid, or another process has the embedded database open. */
    public static final int USAGE = 2;

    /** The process ended at once, because it was out of memory. The JVM's own code for that is the same. */
    public static final int OUT_OF_MEMORY = 3;

    private ExitCode() {}

    /** Prints why a command failed and returns its exit code. Rethrows an unexpected exception. */
    public static int report(RuntimeException failed, PrintStream err) {
        if (failed instanceof ConfigException) {
            err.println(failed.getMessage());
            return USAGE;
        }
        if (JooqStorage.isOpenElsewhere(failed)) {
            err.println("DATABASE_URL: another process, such as a running server, has the embedded database open");
            return USAGE;
        }
        if (failed instanceof StorageUnavailableException || failed instanceof SchemaException) {
            err.println("Roster cannot use the database: " + failed.getMessage() + driverMessage(failed));
        } else if (failed instanceof ServerStartException) {
            err.println("Roster did not start: " + failed.getMessage());
        } else {
            throw failed;
        }
        return FAILURE;
    }

    /** Returns the driver's message. It contains no password, because the URL given to the driver contains none. */
    private static String driverMessage(Throwable failed) {
        String message = "";
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getMessage() != null) {
                message = ": " + sql.getMessage().lines().findFirst().orElse("");
            }
        }
        return failed instanceof StorageUnavailableException ? message : "";
    }
}
