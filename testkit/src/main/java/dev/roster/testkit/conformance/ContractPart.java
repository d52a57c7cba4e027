package dev.roster.testkit.conformance;

/**
 * Part of a {@link Contract} in a file of its own. The contract nests a subclass of it as a {@code @Nested} class, so
 * an implementer extends the contract only, and each clause of the part gets an empty backend as well.
 *
 * @param <P> the port
 */
public abstract class ContractPart<P> {

    /** Returns the contract in which this part is nested. */
    protected abstract Contract<P> contract();

    /** Returns the client under test. */
    protected final P client() {
        return contract().client();
    }

    /** Returns another client of the same data, as another process would have. */
    protected final P secondClient() throws Exception {
        return contract().secondClient();
    }

    /** Closes all clients and opens another, which becomes the client under test, as a restart would. */
    protected final P reopenedClient() throws Exception {
        return contract().reopenedClient();
    }
}
