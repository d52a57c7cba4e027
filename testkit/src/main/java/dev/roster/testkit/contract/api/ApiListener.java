package dev.roster.testkit.contract.api;

/**
 * Listener that receives every exchange with the server under test, for example to check it against an OpenAPI
 * document. Called by multiple threads.
 */
@FunctionalInterface
public interface ApiListener {

    /** Ignores all exchanges. */
    ApiListener NONE = exchange -> {};

    /**
     * Receives an exchange, in the thread of the clause.
     *
     * @throws AssertionError if the response is wrong; the clause then fails
     */
    void onExchange(ApiExchange exchange);
}
