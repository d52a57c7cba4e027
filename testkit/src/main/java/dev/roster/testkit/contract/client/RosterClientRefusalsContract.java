package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.util.List;
import java.util.Map;

/** Clauses about calls that the server refuses: the caller learns why, and the client does not repeat them. */
abstract class RosterClientRefusalsContract extends RosterClientPart {

    /** Given no user. When it is read, replaced and deleted. Then the caller learns that there is none. */
    @Clause(
            value = "client.missing-user-reported",
            promise = "The caller can distinguish a user that does not exist from a server that cannot be reached.")
    void reportsMissingUser() throws Exception {
        server().play(Reaction.error(404, "Not found", Map.of()));

        assertOutcome(perform("getUser", Map.of("id", 7L)), Outcome.NOT_FOUND);
        assertOutcome(perform("deleteUser", Map.of("id", 7L)), Outcome.NOT_FOUND);
        assertOutcome(
                perform("replaceUser", Map.of("id", 7L, "email", "bob@example.com", "name", "Bob", "bio", "")),
                Outcome.NOT_FOUND);
        assertThat(server().received()).hasSize(3);
    }

    /** Given values that the server rejects. When a user is created. Then the caller learns each rejected field. */
    @Clause(
            value = "client.rejected-fields-reported",
            promise = "The caller learns the name of each field that the server rejected.")
    void reportsRejectedFields() throws Exception {
        server().play(Reaction.json(422, SampleUsers.invalid(List.of("name", "email"))));

        ClientResult result = perform("createUser", Map.of("email", "bob@example.com", "name", " "));

        assertOutcome(result, Outcome.INVALID);
        assertThat(result.fields()).containsExactlyInAnyOrder("name", "email");
        onlyRequest();
    }

    /** Given an email address of another user. When a user is created with it. Then the caller learns that. */
    @Clause(
            value = "client.taken-email-reported",
            promise = "The caller can distinguish a taken email address from other rejected values.")
    void reportsTakenEmail() throws Exception {
        server().play(Reaction.error(400, "email already exists", Map.of()));

        assertOutcome(createJane(), Outcome.EMAIL_TAKEN);
        onlyRequest();
    }

    /** Given a token that the server does not accept. When calls are made. Then the caller learns that, at once. */
    @Clause(
            value = "client.rejected-token-reported",
            promise = "The caller learns that the access token was not accepted; the call is not repeated with it.")
    void reportsRejectedToken() throws Exception {
        Reaction rejection =
                Reaction.error(401, "Unauthorized", Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));

        server().play(rejection);
        assertOutcome(getUser(), Outcome.UNAUTHENTICATED);
        onlyRequest();
        server().play(rejection);
        assertOutcome(createJane(), Outcome.UNAUTHENTICATED);
        onlyRequest();
    }

    /** Given a caller without the right. When another user is deleted. Then the caller learns that. */
    @Clause(
            value = "client.forbidden-reported",
            promise = "The caller can distinguish what is forbidden from what does not exist.")
    void reportsForbidden() throws Exception {
        server().play(Reaction.error(403, "Forbidden", Map.of()));

        assertOutcome(perform("deleteUser", Map.of("id", 7L)), Outcome.FORBIDDEN);
        onlyRequest();
    }

    /** Given an answer that the caller has to wait a minute. When a user is read. Then it is not asked for again. */
    @Clause(
            value = "client.too-many-requests-respected",
            promise = "After a 429 the client sends nothing until Retry-After has passed, and the caller learns of it.")
    void respectsTooManyRequests() throws Exception {
        server().play(Reaction.error(429, "Too many requests", Map.of("Retry-After", "60")));

        assertOutcome(getUser(), Outcome.TOO_MANY_REQUESTS, Outcome.UNAVAILABLE);
        onlyRequest();
        server().play(Reaction.error(429, "Too many requests", Map.of("Retry-After", "60")));
        assertOutcome(
                perform("replaceUser", Map.of("id", 7L, "email", "bob@example.com", "name", "Bob", "bio", "")),
                Outcome.TOO_MANY_REQUESTS,
                Outcome.UNAVAILABLE);
        onlyRequest();
    }
}
