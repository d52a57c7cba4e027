package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Clauses about calls that the server refuses: the caller learns why, and the client does not repeat them. */
abstract class RosterClientRefusalsContract extends RosterClientPart {

    /** Longer than the caller is willing to wait. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(60);

    /** Given no user. When it is read, replaced and deleted. Then the caller learns that there is none. */
    @Clause(
            value = "client.missing-user-reported",
            promise = "The caller can distinguish a user that does not exist from a server that cannot be reached.")
    void reportsMissingUser() throws Exception {
        server().play(Reaction.error(404, "Not found", Map.of()));

        assertOutcome(perform("getUser", Map.of("id", 7L)), Outcome.NOT_FOUND);
        assertOutcome(deleteBob(), Outcome.NOT_FOUND);
        assertOutcome(replaceBob(), Outcome.NOT_FOUND);
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

        assertOutcome(deleteBob(), Outcome.FORBIDDEN);
        onlyRequest();
    }

    /**
     * Given answers that the caller has to wait. When calls are made. Then none is sent again before that time. A
     * client either waits, or reports how long to wait; after that, another call of the caller is sent, or refused
     * again.
     */
    @Clause(
            value = "client.too-many-requests-respected",
            promise =
                    "A call refused by a 429 is not repeated before Retry-After has passed; the caller learns of it, and how"
                            + " long to wait.")
    void respectsTooManyRequests() throws Exception {
        for (Call call : List.<Call>of(this::getUser, this::createJane, this::replaceBob, this::deleteBob)) {
            server().play(tooManyRequests(LONG_WAIT));
            assertThat(call.make())
                    .as("result after a 429 with Retry-After: %s", LONG_WAIT.toSeconds())
                    .isEqualTo(ClientResult.tooManyRequests(LONG_WAIT));
            onlyRequest();
        }
        ClientUser user = SampleUsers.random();
        server().play(Reaction.json(200, SampleUsers.json(user)));
        ClientResult next = getUser();
        if (server().received().isEmpty()) {
            assertOutcome(next, Outcome.TOO_MANY_REQUESTS);
        } else {
            assertUser(next, user);
        }
    }

    /** Given a server that lets the caller wait for a second. When a user is read. Then the client waits, or reports it. */
    @Clause(
            value = "client.short-wait-kept",
            promise =
                    "After a 429 with a Retry-After within the timeout, the client repeats a read after that time, or the"
                            + " caller learns how long to wait.")
    void keepsShortWait() throws Exception {
        ClientUser user = SampleUsers.random();
        server().play(tooManyRequests(Duration.ofSeconds(1)), Reaction.json(200, SampleUsers.json(user)));

        ClientResult result = getUser();

        List<ReceivedRequest> requests = server().received();
        if (requests.size() == 1) {
            assertThat(result)
                    .as("result after a 429 with Retry-After: 1, as the client did not repeat the read")
                    .isEqualTo(ClientResult.tooManyRequests(Duration.ofSeconds(1)));
        } else {
            assertUser(result, user);
            assertPause(requests);
        }
    }

    private static Reaction tooManyRequests(Duration wait) {
        return Reaction.error(429, "Too many requests", Map.of("Retry-After", String.valueOf(wait.toSeconds())));
    }
}
