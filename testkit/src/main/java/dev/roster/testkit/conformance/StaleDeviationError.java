package dev.roster.testkit.conformance;

/** Reports that a clause holds although the baseline lists it as deviating. */
public final class StaleDeviationError extends AssertionError {

    private static final long serialVersionUID = 1L;

    StaleDeviationError(String clause, Class<?> adapter, String baseline) {
        super("stale entry: clause " + clause + " holds for " + adapter.getSimpleName() + ", but " + baseline
                + " lists it as deviating; remove the entry");
    }
}
