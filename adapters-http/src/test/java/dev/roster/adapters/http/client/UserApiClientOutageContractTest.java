package dev.roster.adapters.http.client;

import dev.roster.adapters.http.TestServer;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.contract.outage.UserDirectoryOutageContract;
import dev.roster.testkit.server.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the contract with the client and a real server behind a proxy. */
@Isolated("a clause reads all output of the process, and other tests have the same token")
class UserApiClientOutageContractTest extends UserDirectoryOutageContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The log of the server, which runs in this process: its debug output contains requests, but is not the client's. */
    private static final Logger SERVER_LOG = Logger.getLogger("org.eclipse.jetty");

    static {
        SERVER_LOG.setLevel(Level.INFO);
    }

    private String token;

    @Override
    protected FaultyBackend<UserDirectory> emptyBackendWithFaults() throws Exception {
        TestServer server = TestServer.start();
        token = server.newUser().token();
        TcpProxy network = new TcpProxy("localhost", server.baseUri().getPort());
        URI base = URI.create("http://localhost:" + network.port());
        return FaultyBackend.of(
                Backend.of(() -> new UserApiClient(base, () -> token, TIMEOUT), () -> {
                    network.close();
                    server.close();
                }),
                network);
    }

    @Override
    protected Provided<String> accessToken() {
        return Provided.of(token);
    }

    @Override
    protected Duration longestCall() {
        return TIMEOUT;
    }
}
