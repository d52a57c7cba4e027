package dev.roster.testkit.conformance;

/** Reports that a clause does not hold. The cause is the original failure. */
public final class ClauseBrokenError extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String clause;

    ClauseBrokenError(String clause, Class<?> contract, Throwable broken) {
        super("clause " + clause + " does not hold for " + contract.getSimpleName() + ": " + broken, broken);
        this.clause = clause;
    }

    /** Returns the id of the clause. */
    public String clause() {
        return clause;
    }
}
