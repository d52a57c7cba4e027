package dev.roster.testkit.contract.api;

/** Looks at every answer of a server under test, such as to hold it against a document. Used by many threads. */
@FunctionalInterface
public interface ApiListener {

    /** Looks at nothing. */
    ApiListener NONE = exchange -> {};

    /**
     * Called with each answer, in the thread of the clause.
     *
     * @throws AssertionError if the answer is not what it should be; the clause then fails
     */
    void onExchange(ApiExchange exchange);
}
