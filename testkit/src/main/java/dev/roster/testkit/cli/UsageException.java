package dev.roster.testkit.cli;

import java.util.List;

/** The command line is invalid, or the server is unreachable; nothing was run. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param faults the errors, one per line
     */
    UsageException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
