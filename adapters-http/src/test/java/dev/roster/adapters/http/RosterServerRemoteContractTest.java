package dev.roster.adapters.http;

import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.api.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API of a server far away: nobody reads its mails, is its admin, or calls it from a page of another origin. */
class RosterServerRemoteContractTest extends RosterApiContract {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Override
    protected URI baseUri() {
        return SERVER.baseUri();
    }

    @Override
    protected Mailbox mailbox() {
        return Mailbox.unreadable("nobody looks into the mails of this server");
    }

    @Override
    protected Provided<String> adminToken() {
        return Provided.absent("nobody is an admin of this server");
    }

    @Override
    protected Provided<String> allowedOrigin() {
        return Provided.absent("this server lets in no other origin");
    }
}
