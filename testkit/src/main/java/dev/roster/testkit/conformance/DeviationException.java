package dev.roster.testkit.conformance;

import dev.roster.testkit.conformance.baseline.Deviation;
import org.opentest4j.TestAbortedException;

/** Reports that a clause does not hold, as the baseline lists. The cause is the failure. */
public final class DeviationException extends TestAbortedException {

    private static final long serialVersionUID = 1L;

    DeviationException(Deviation listed, ClauseBrokenError failure) {
        super("deviates, as listed: " + listed + "\n" + failure.getMessage(), failure);
    }
}
