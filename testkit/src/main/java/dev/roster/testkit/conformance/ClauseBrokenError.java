package dev.roster.testkit.conformance;

/** A clause does not hold; the cause tells how that was seen. */
public final class ClauseBrokenError extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String clause;

    ClauseBrokenError(String clause, Class<?> contract, Throwable broken) {
        super("clause " + clause + " does not hold for " + contract.getSimpleName() + ": " + broken, broken);
        this.clause = clause;
    }

    /** The id of the clause. */
    public String clause() {
        return clause;
    }
}
