package dev.roster.testkit.cli;

import java.util.List;

/** The program was started in a way in which it runs nothing. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param faults a line each
     */
    UsageException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
