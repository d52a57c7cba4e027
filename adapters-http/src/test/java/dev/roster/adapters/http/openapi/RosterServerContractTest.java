package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.contract.api.ApiListener;
import dev.roster.testkit.contract.api.RosterApiContract;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the API contract against a server over the fakes. */
class RosterServerContractTest extends RosterApiContract {

    private static final String ORIGIN = "https://app.example.com";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.allowingOrigins(ORIGIN);

    private static OpenApiDocument document;
    private static OpenApiResponseValidator answers;
    private static String adminToken;

    @BeforeAll
    static void prepare() throws Exception {
        document = OpenApiDocument.served();
        answers = new OpenApiResponseValidator(document);
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
    protected Provided<String> adminToken() {
        return Provided.of(adminToken);
    }

    @Override
    protected Provided<String> allowedOrigin() {
        return Provided.of(ORIGIN);
    }

    @Override
    protected Provided<FaultControl> databaseFaults() {
        return Provided.absent("RosterServerOutageTest tests outages on a server of its own");
    }

    /** Validates every response against the OpenAPI document. */
    @Override
    protected ApiListener listener() {
        return answers;
    }

    /** Requires the clauses and the sweeps to run together. */
    @AfterAll
    static void everyDocumentedStatusWasReturned() {
        assertThat(answers.missingStatuses())
                .as("documented, but never returned")
                .isEmpty();
    }

    /** Requests that the clauses do not send. */
    @Nested
    class DocumentSweeps {

        @Test
        void provokesErrors() throws Exception {
            new OpenApiSweep(SERVER, document, answers).provokeErrors();
        }

        @Test
        void requestsPages() throws Exception {
            new OpenApiSweep(SERVER, document, answers).requestPages();
        }

        @Test
        void provokesUnavailable() throws Exception {
            InMemoryStorage storage = new InMemoryStorage();
            try (TestServer server = TestServer.withStorage(storage)) {
                new OpenApiSweep(server, document, answers).provokeUnavailable(() -> storage.setReachable(false));
            }
        }

        @Test
        void provokesRegistrationClosed() throws Exception {
            InMemoryStorage storage = new InMemoryStorage();
            try (TestServer open = TestServer.withStorage(storage);
                    TestServer closed = TestServer.withRegistrationClosed(storage)) {
                String token = open.newUser().token();
                new OpenApiSweep(closed, document, answers).provokeRegistrationClosed(token);
            }
        }

        @Test
        void provokesTooManyAttempts() throws Exception {
            new OpenApiSweep(SERVER, document, answers).provokeTooManyAttempts();
        }

        /** On a server of its own, because all clauses are one client. */
        @Test
        void exceedsLimitsOfOneClient() throws Exception {
            try (TestServer server = TestServer.start()) {
                new OpenApiSweep(server, document, answers).exceedLimitsOfOneClient();
            }
        }
    }
}
