package dev.roster.adapters.http;

import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.contract.api.RosterApiContract;
import dev.roster.testkit.server.HttpProxy;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs the API contract against a server behind a proxy that serves it below a path, without readable mails, an admin
 * token or an allowed origin.
 */
class RosterServerRemoteContractTest extends RosterApiContract {

    @RegisterExtension
    private static final TestServer SERVER =
            TestServer.withSettings(HttpSettings.on("127.0.0.1", 0).withRelativeLocations(true));

    private static HttpProxy proxy;

    @BeforeAll
    static void startProxy() throws IOException {
        proxy = HttpProxy.servingBelow("/roster", SERVER.baseUri());
    }

    @AfterAll
    static void closeProxy() {
        proxy.close();
    }

    @Override
    protected URI baseUri() {
        return proxy.baseUri();
    }

    @Override
    protected Mailbox mailbox() {
        return Mailbox.unreadable("the mails of this server cannot be read");
    }

    @Override
    protected Provided<String> adminToken() {
        return Provided.absent("this server has no admin");
    }

    @Override
    protected Provided<String> allowedOrigin() {
        return Provided.absent("this server allows no other origin");
    }

    @Override
    protected Provided<FaultControl> databaseFaults() {
        return Provided.absent("the database of this server cannot be made unavailable");
    }
}
