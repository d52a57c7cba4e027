package dev.roster.adapters.http;

import dev.roster.testkit.conformance.Declared;
import dev.roster.testkit.contract.RosterApiContract;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API of a server far away: nobody reads its mails, is its admin, or calls it from a page of another origin. */
class RosterServerFromAfarContractTest extends RosterApiContract {

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
    protected Declared<String> adminToken() {
        return Declared.missing("nobody is an admin of this server");
    }

    @Override
    protected Declared<String> allowedOrigin() {
        return Declared.missing("this server lets in no other origin");
    }
}
