package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import java.util.List;
import java.util.Optional;

/**
 * What there must be on the server for requests to get behind the first checks: accounts, things with ids, credentials.
 * Requests delete some of it and log out, so it is renewed now and then.
 */
public interface FuzzFixture {

    /** For an API without ids and credentials. */
    FuzzFixture NONE = new FuzzFixture() {};

    /** Makes everything anew. Called before the first request and then after every few dozen. */
    default void renew() throws Exception {}

    /**
     * A value that means something to the server.
     *
     * @param name of a parameter or of a member of the body
     * @param dice to choose by, so that the same seed chooses alike
     * @return empty if any value of the schema will do
     */
    default Optional<String> value(Operation operation, String name, RandomSource dice) {
        return Optional.empty();
    }

    /**
     * Values of the header {@code Authorization}: the first one is good, others may be good no longer.
     *
     * @param operation one that ends sessions had best get those of an account that nothing else needs
     */
    default List<String> authorizations(Operation operation) {
        return List.of();
    }
}
