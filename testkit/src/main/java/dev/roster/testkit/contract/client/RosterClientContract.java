package dev.roster.testkit.contract.client;

import dev.roster.testkit.conformance.Clauses;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * Contract of a client of Roster's HTTP API, in any language. The contract plays the server: each clause scripts its
 * answers, lets the client make calls, and judges the requests and what the client reported. It covers the users, which
 * each operation of the API resembles.
 */
@Clauses
public abstract class RosterClientContract {

    private @Nullable PlayedServer server;

    /** For subclasses. */
    protected RosterClientContract() {}

    /** Returns the client under test. */
    protected abstract ClientUnderTest client();

    /** Returns the server that a clause plays. The default starts one for each clause. */
    protected PlayedServer openServer() throws IOException {
        return new PlayedServer(0);
    }

    /** Ends the use of a server by a clause. The default closes it. */
    protected void closeServer(PlayedServer used) {
        used.close();
    }

    @BeforeEach
    final void open() throws IOException {
        server = openServer();
    }

    @AfterEach
    final void close() {
        if (server != null) {
            closeServer(server);
        }
    }

    final PlayedServer server() {
        return Objects.requireNonNull(server, "available only inside a clause");
    }

    @Nested
    class Calls extends RosterClientCallsContract {
        @Override
        RosterClientContract contract() {
            return RosterClientContract.this;
        }
    }

    @Nested
    class Refusals extends RosterClientRefusalsContract {
        @Override
        RosterClientContract contract() {
            return RosterClientContract.this;
        }
    }

    @Nested
    class Faults extends RosterClientFaultsContract {
        @Override
        RosterClientContract contract() {
            return RosterClientContract.this;
        }
    }
}
