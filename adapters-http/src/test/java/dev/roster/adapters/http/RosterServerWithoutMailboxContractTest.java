package dev.roster.adapters.http;

import dev.roster.testkit.contract.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API as a test sees it that cannot read the mails, such as one of a server far away. */
class RosterServerWithoutMailboxContractTest extends RosterApiContract {

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
}
