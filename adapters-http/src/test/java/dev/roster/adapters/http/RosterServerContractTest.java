package dev.roster.adapters.http;

import dev.roster.testkit.conformance.Declared;
import dev.roster.testkit.contract.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API over the fakes. */
class RosterServerContractTest extends RosterApiContract {

    private static final String ORIGIN = "https://app.example.com";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.lettingIn(ORIGIN);

    private static String adminToken;

    @BeforeAll
    static void makeAdmin() throws Exception {
        adminToken = SERVER.newAdminToken();
    }

    @Override
    protected URI baseUri() {
        return SERVER.baseUri();
    }

    @Override
    protected Mailbox mailbox() {
        return SERVER;
    }

    @Override
    protected Declared<String> adminToken() {
        return Declared.as(adminToken);
    }

    @Override
    protected Declared<String> allowedOrigin() {
        return Declared.as(ORIGIN);
    }
}
