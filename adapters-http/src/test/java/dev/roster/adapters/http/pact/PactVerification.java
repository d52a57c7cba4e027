package dev.roster.adapters.http.pact;

import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.State;
import au.com.dius.pact.provider.junitsupport.loader.PactSource;
import dev.roster.adapters.http.TestServer;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends the requests of every pact file to a real server and compares the responses. Each interaction has its own
 * server, so ids start at 1. The clock always shows 2023-01-01T00:00:00Z.
 */
@Provider("user-service")
@PactSource(PactFiles.class)
abstract class PactVerification {

    private static final String AUTHORIZATION = "Authorization";

    private TestServer server;
    private @Nullable String token;
    private boolean anonymous;

    /** Returns the URI that requests are sent to: the server itself, unless a test puts a proxy in front of it. */
    URI targetFor(URI server) throws IOException {
        return server;
    }

    @BeforeEach
    void serve(PactVerificationContext context) throws IOException {
        server = TestServer.start();
        URI target = targetFor(server.baseUri());
        context.setTarget(new HttpTestTarget(target.getHost(), target.getPort()));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Creates the caller as user 1, and no other user. */
    @State("no users exist")
    void noUsersExist() throws Exception {
        register("caller@example.com", "Caller");
    }

    /** Creates the caller as user 1. */
    @State("user with ID 1 exists")
    void user1Exists() throws Exception {
        register("john@example.com", "John Doe");
    }

    @State("the caller is not signed in")
    void callerIsAnonymous() {
        anonymous = true;
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void verifiesInteraction(PactVerificationContext interaction, HttpRequest request) throws Exception {
        if (!anonymous && !request.containsHeader(AUTHORIZATION)) {
            if (token == null) {
                noUsersExist();
            }
            request.setHeader(AUTHORIZATION, "Bearer " + token);
        }
        interaction.verifyInteraction();
    }

    private void register(String email, String name) throws Exception {
        if (token != null) {
            throw new IllegalStateException("contradicting states: user 1 already exists");
        }
        token = server.register(email, name).path("access_token").asText();
    }
}
