package dev.roster.testkit.conformance.baseline;

/** Reports that a baseline is invalid: the message names the file, the fault and the accepted form. */
public final class BaselineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the report of a fault. */
    public BaselineException(String message) {
        super(message);
    }
}
