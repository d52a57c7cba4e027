package dev.roster.adapters.http;

import dev.roster.testkit.contract.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API over the fakes. */
class RosterServerContractTest extends RosterApiContract {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Override
    protected URI baseUri() {
        return SERVER.baseUri();
    }

    @Override
    protected Mailbox mailbox() {
        return SERVER;
    }
}
