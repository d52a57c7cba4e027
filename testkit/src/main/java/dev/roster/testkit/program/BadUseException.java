package dev.roster.testkit.program;

import java.util.List;

/** The program was started in a way in which it runs nothing. */
final class BadUseException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param faults a line each
     */
    BadUseException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
