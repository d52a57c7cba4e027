package dev.roster.testkit.conformance;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Contract: a JUnit class whose tests are {@linkplain Clause clauses}. An implementer extends it and provides an empty
 * backend; each clause gets a backend of its own.
 *
 * @param <P> the port
 */
@Clauses
public abstract class Contract<P> {

    private @Nullable Backend<P> backend;
    private @Nullable P client;

    /** Returns an empty backend. Called before each clause; the backend is closed after it. */
    protected abstract Backend<P> emptyBackend() throws Exception;

    /** Returns the client under test. */
    protected final P client() {
        return Objects.requireNonNull(client, "available only inside a clause");
    }

    /** Returns another client of the same data, as another process would have. */
    protected final P secondClient() throws Exception {
        return Objects.requireNonNull(backend, "available only inside a clause").client();
    }

    /** Closes all clients and opens another, which becomes the client under test, as a restart would. */
    protected final P reopenedClient() throws Exception {
        Backend<P> open = Objects.requireNonNull(backend, "available only inside a clause");
        open.closeClients();
        P reopened = open.client();
        client = reopened;
        return reopened;
    }

    @BeforeEach
    final void openBackend() throws Exception {
        backend = emptyBackend();
        client = backend.client();
        List<String> found;
        try {
            found = dataIn(client);
        } catch (RuntimeException unreadable) {
            return; // The clauses about reading report it, each by its id.
        }
        if (!found.isEmpty()) {
            throw new AssertionError("the backend of a clause is not empty, it contains " + String.join(", ", found)
                    + ": emptyBackend() must return new data for each clause, not data that clauses share, such as a"
                    + " static object or one database, unless it empties that first");
        }
    }

    /**
     * Returns what a new backend already contains, such as "3 users"; empty if nothing. A clause does not run on a
     * backend that contains something. By default nothing is looked for.
     */
    protected List<String> dataIn(P client) {
        return List.of();
    }

    @AfterEach
    final void closeBackend() throws Exception {
        if (backend != null) {
            backend.close();
        }
    }
}
