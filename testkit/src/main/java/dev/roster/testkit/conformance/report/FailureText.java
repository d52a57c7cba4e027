package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.ClauseBrokenError;
import dev.roster.testkit.conformance.DeviationException;
import dev.roster.testkit.conformance.baseline.BaselineException;

/** Messages of failures, for people. */
final class FailureText {

    private static final int MAX_LENGTH = 4_000;

    private FailureText() {}

    /** Returns the message of a failure and those of suppressed failures, without control characters. */
    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        append(failure, text);
        return text.toString();
    }

    private static void append(Throwable failure, StringBuilder text) {
        Throwable seen =
                failure instanceof ClauseBrokenError && failure.getCause() != null ? failure.getCause() : failure;
        String message = seen.getMessage();
        boolean meant = seen instanceof AssertionError
                || seen instanceof DeviationException
                || seen instanceof BaselineException;
        String told = meant && message != null ? message : seen.toString();
        // Control characters in a response must not reach a terminal.
        told.lines()
                .map(line -> line.strip().replaceAll("\\p{Cntrl}", "?"))
                .filter(line -> !line.isEmpty())
                .forEach(line -> text.append(text.isEmpty() ? "" : "\n").append(line));
        for (Throwable also : failure.getSuppressed()) {
            append(also, text);
        }
    }

    /** Returns the text, cut if it is very long. */
    static String truncated(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + " ...";
    }
}
