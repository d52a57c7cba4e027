package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import java.util.List;
import java.util.Optional;

/**
 * Data on the server that lets requests pass the first checks: accounts, entities with ids, credentials. Requests
 * delete data and end sessions, so the fixture is renewed regularly.
 */
public interface FuzzFixture {

    /** Fixture for an API without ids and credentials. */
    FuzzFixture NONE = new FuzzFixture() {};

    /** Creates all data again. Called before the first request and then after every hundred requests. */
    default void renew() throws Exception {}

    /**
     * Returns a value that exists on the server.
     *
     * @param name the name of a parameter or of a member of the body
     * @param dice the source of choices, which makes them the same for the same seed
     * @return empty if any value of the schema will do
     */
    default Optional<String> value(Operation operation, String name, RandomSource dice) {
        return Optional.empty();
    }

    /**
     * Returns values of the header {@code Authorization}. The first one is valid; others may have expired.
     *
     * @param operation an operation that ends sessions should get credentials of an account that is not used elsewhere
     */
    default List<String> authorizations(Operation operation) {
        return List.of();
    }
}
