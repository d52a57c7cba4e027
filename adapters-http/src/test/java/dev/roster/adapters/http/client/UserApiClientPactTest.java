package dev.roster.adapters.http.client;

import static au.com.dius.pact.consumer.dsl.LambdaDsl.newJsonBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactDslRequestWithPath;
import au.com.dius.pact.consumer.dsl.PactDslWithProvider;
import au.com.dius.pact.consumer.junit5.PactConsumerTestExt;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import au.com.dius.pact.core.model.annotations.PactDirectory;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Pact between the client, as part of the consumer {@code web-app}, and the provider {@code user-service}. The requests
 * contain no credentials: the verification adds the caller's, except in the state without a caller.
 */
@ExtendWith({PactFileCheck.class, PactConsumerTestExt.class})
@PactTestFor(providerName = "user-service", pactVersion = PactSpecVersion.V4)
@PactDirectory(PactFileCheck.OUTPUT_FOLDER)
@Execution(ExecutionMode.SAME_THREAD)
class UserApiClientPactTest {

    private static final String CREATED_AT = "2023-01-01T00:00:00Z";
    private static final EmailAddress JANE = new EmailAddress("jane@example.com");
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    @Pact(consumer = "web-app")
    V4Pact userFound(PactDslWithProvider pact) {
        PactDslRequestWithPath request = pact.given("user with ID 1 exists")
                .uponReceiving("a request for user 1")
                .method("GET")
                .path("/users/1");
        return pactOf(request, 200, user(1, "John Doe", "john@example.com"));
    }

    @Test
    @PactTestFor(pactMethod = "userFound")
    void findsUser(MockServer server) {
        assertThat(client(server).findById(new UserId(1)))
                .hasValueSatisfying(john -> assertUser(john, 1, "John Doe", "john@example.com"));
    }

    @Pact(consumer = "web-app")
    V4Pact userCreated(PactDslWithProvider pact) {
        PactDslRequestWithPath request = pact.given("no users exist")
                .uponReceiving("a request to create a user")
                .method("POST")
                .path("/users")
                .headers(JSON)
                .body(creation("Jane Doe"));
        return pactOf(request, 201, user(2, "Jane Doe", "jane@example.com"));
    }

    @Test
    @PactTestFor(pactMethod = "userCreated")
    void createsUser(MockServer server) {
        assertUser(client(server).create(JANE, "Jane Doe"), 2, "Jane Doe", "jane@example.com");
    }

    @Pact(consumer = "web-app")
    V4Pact userNotFound(PactDslWithProvider pact) {
        PactDslRequestWithPath request = pact.given("no users exist")
                .uponReceiving("a request for a user who is not there")
                .method("GET")
                .path("/users/42");
        return pactOf(request, 404, error(404, "Not found", body -> body.stringType("detail", "No such user.")));
    }

    @Test
    @PactTestFor(pactMethod = "userNotFound")
    void returnsEmptyForUnknownUser(MockServer server) {
        assertThat(client(server).findById(new UserId(42))).isEmpty();
    }

    @Pact(consumer = "web-app")
    V4Pact invalidUserRefused(PactDslWithProvider pact) {
        PactDslRequestWithPath request = pact.given("no users exist")
                .uponReceiving("a request to create a user without a name")
                .method("POST")
                .path("/users")
                .headers(JSON)
                .body(creation(""));
        Consumer<LambdaDslObject> fault =
                violation -> violation.stringValue("field", "name").stringType("message", "is too short");
        return pactOf(
                request,
                422,
                error(422, "Validation failed", body -> body.array("detail", faults -> faults.object(fault))));
    }

    @Test
    @PactTestFor(pactMethod = "invalidUserRefused")
    void reportsViolations(MockServer server) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> client(server).create(JANE, ""))
                .satisfies(refusal -> {
                    assertThat(refusal.violations())
                            .extracting(Violation::field)
                            .containsExactly("name");
                    assertHasRequestId(refusal);
                });
    }

    @Pact(consumer = "web-app")
    V4Pact strangerRefused(PactDslWithProvider pact) {
        PactDslRequestWithPath request = pact.given("the caller is not signed in")
                .uponReceiving("a request for the users without credentials")
                .method("GET")
                .path("/users")
                .query("page=1&size=20");
        return pactOf(request, 401, error(401, "Unauthorized", body -> body.stringType("detail", "No token.")));
    }

    @Test
    @PactTestFor(pactMethod = "strangerRefused")
    void reportsMissingAccessToken(MockServer server) {
        UserApiClient anonymous = UserApiClient.anonymous(URI.create(server.getUrl()), Duration.ofSeconds(60));

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> anonymous.findAll(PageRequest.first()))
                .satisfies(UserApiClientPactTest::assertHasRequestId);
    }

    private static DslPart user(long id, String name, String email) {
        return newJsonBody(user -> user.numberValue("id", id)
                        .stringValue("name", name)
                        .stringValue("email", email)
                        .stringType("bio", "")
                        .booleanType("verified", false)
                        .stringValue("createdAt", CREATED_AT)
                        .stringValue("updatedAt", CREATED_AT))
                .build();
    }

    private static DslPart creation(String name) {
        return newJsonBody(user -> user.stringValue("name", name).stringValue("email", JANE.value()))
                .build();
    }

    private static DslPart error(int status, String error, Consumer<LambdaDslJsonBody> detail) {
        return newJsonBody(body -> {
                    body.numberValue("status", status)
                            .stringType("requestId", "5d1c4b8e")
                            .stringType("error", error);
                    detail.accept(body);
                })
                .build();
    }

    private static V4Pact pactOf(PactDslRequestWithPath request, int status, DslPart response) {
        return request.willRespondWith()
                .status(status)
                .headers(JSON)
                .body(response)
                .toPact(V4Pact.class);
    }

    private static UserApiClient client(MockServer server) {
        return new UserApiClient(URI.create(server.getUrl()), () -> "token", Duration.ofSeconds(60));
    }

    private static void assertUser(DirectoryUser user, long id, String name, String email) {
        assertThat(user.id()).isEqualTo(new UserId(id));
        assertThat(user.name()).isEqualTo(name);
        assertThat(user.email()).contains(new EmailAddress(email));
        assertThat(user.createdAt()).isEqualTo(Instant.parse(CREATED_AT));
    }

    private static void assertHasRequestId(Throwable refusal) {
        assertThat(refusal)
                .cause()
                .isInstanceOfSatisfying(
                        UserApiException.class,
                        told -> assertThat(told.requestId()).contains("5d1c4b8e"));
    }
}
