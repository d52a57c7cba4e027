package dev.roster.bootstrap.log;

import org.slf4j.event.Level;

/**
 * Settings of the log.
 *
 * @param level the lowest level that the loggers of Roster write; libraries write warnings and errors at most
 * @param json whether each event is written as a JSON object in one line, instead of text
 * @param access whether the log has a line for each request
 */
public record LogSettings(Level level, boolean json, boolean access) {

    /** Text of level INFO without requests. */
    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, false, false);
}
