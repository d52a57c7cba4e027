package dev.roster.testkit.conformance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A contract: a JUnit class whose tests are {@linkplain Clause clauses}. An implementer extends it and hands over an
 * empty backend; each clause gets one of its own.
 *
 * @param <P> the port
 */
public abstract class Contract<P> {

    private @Nullable Backend<P> backend;
    private @Nullable P client;

    /** For subclasses. */
    protected Contract() {}

    /** An empty backend, called before each clause and closed after it. */
    protected abstract Backend<P> emptyBackend() throws Exception;

    /** The client under test. */
    protected final P client() {
        return Objects.requireNonNull(client, "only inside a clause");
    }

    /** Another client of the same data, as another process would have. */
    protected final P secondClient() throws Exception {
        return Objects.requireNonNull(backend, "only inside a clause").client();
    }

    @BeforeEach
    final void openBackend() throws Exception {
        backend = emptyBackend();
        client = backend.client();
    }

    @AfterEach
    final void closeBackend() throws Exception {
        if (backend != null) {
            backend.close();
        }
    }
}
