package dev.roster.testkit.conformance.report;

import java.util.Arrays;
import java.util.Optional;

/** How a clause ended for an implementation. */
public enum Outcome {
    /** The implementation keeps the clause. */
    PASSED("passed"),

    /** The implementation does not keep the clause. */
    FAILED("failed"),

    /** The implementation does not keep the clause, and its baseline lists this with a reason. */
    DEVIATING("deviating"),

    /** The implementation keeps the clause, but its baseline lists it as deviating. */
    STALE("stale"),

    /** The clause did not run, so nothing is known about it. */
    NOT_RUN("not run");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns the word that reports show. */
    public String text() {
        return text;
    }

    /** Returns the name in JSON, such as {@code not-run}. */
    String id() {
        return text.replace(' ', '-');
    }

    static Optional<Outcome> of(String id) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.id().equals(id))
                .findFirst();
    }

    /** Returns whether a repeated run with this outcome counts more than one with another outcome. */
    boolean isWorseThan(Outcome other) {
        return severity() > other.severity();
    }

    private int severity() {
        return switch (this) {
            case NOT_RUN -> 0;
            case PASSED -> 1;
            case DEVIATING -> 2;
            case STALE -> 3;
            case FAILED -> 4;
        };
    }
}
