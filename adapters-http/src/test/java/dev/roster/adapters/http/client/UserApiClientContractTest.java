package dev.roster.adapters.http.client;

import dev.roster.adapters.http.TestServer;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.directory.UserDirectoryContract;
import java.time.Duration;

/** Runs the directory contract with the client and a real server over TCP. */
class UserApiClientContractTest extends UserDirectoryContract {

    @Override
    protected Backend<UserDirectory> emptyBackend() throws Exception {
        TestServer server = TestServer.start();
        String token = server.newUser().token();
        return Backend.of(
                () -> new UserApiClient(server.baseUri(), () -> token, Duration.ofSeconds(60)), server::close);
    }
}
