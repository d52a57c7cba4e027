package dev.roster.testkit.conformance.report;

/** What a report says about an implementation as a whole, from the best to the worst. */
public enum Verdict {
    /** All clauses passed, and all capabilities are supported. */
    CONFORMANT("conformant"),

    /** All clauses passed; some capabilities are declared as unsupported. */
    CONFORMANT_WITHOUT_CAPABILITIES("conformant, with unsupported capabilities"),

    /** All clauses ran; some deviate, as the baseline lists. */
    DEVIATING("deviating"),

    /** Clauses did not run or capabilities are undeclared. */
    INCOMPLETE("incomplete"),

    /** A clause failed, the baseline has a stale entry, or the tests had another problem. */
    NOT_CONFORMANT("not conformant");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** Returns the words that reports show. */
    public String text() {
        return text;
    }

    /** Returns the name in JSON, such as {@code not-conformant}. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
