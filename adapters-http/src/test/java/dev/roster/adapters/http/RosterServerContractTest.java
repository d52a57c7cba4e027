package dev.roster.adapters.http;

import dev.roster.testkit.contract.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The API over the fakes. */
class RosterServerContractTest extends RosterApiContract {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected URI baseUri() {
        return server.baseUri();
    }
}
