package dev.roster.adapters.http;

import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.api.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the API contract against a server without readable mails, an admin token or an allowed origin. */
class RosterServerRemoteContractTest extends RosterApiContract {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Override
    protected URI baseUri() {
        return SERVER.baseUri();
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
}
