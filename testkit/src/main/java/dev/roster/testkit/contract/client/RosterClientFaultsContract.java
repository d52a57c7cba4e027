package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Clauses about faults of the server and of the network. */
abstract class RosterClientFaultsContract extends RosterClientPart {

    /** More requests than a client with a sensible limit sends for one call. */
    private static final int MANY_REQUESTS = 10;

    private static final Reaction SOUND = Reaction.json(200, SampleUsers.json(SampleUsers.JANE));

    /** Given a server that is unavailable for a second. When a user is read. Then it is read after that second. */
    @Clause(
            value = "client.retry-after-respected",
            promise = "A read that the server postpones by a 503 with Retry-After is not repeated before that time.")
    void respectsRetryAfter() throws Exception {
        server().play(Reaction.error(503, "Unavailable", Map.of("Retry-After", "1")), SOUND);

        ClientResult result = getUser();

        List<ReceivedRequest> requests = server().received();
        if (requests.size() == 1) {
            assertOutcome(result, Outcome.UNAVAILABLE);
        } else {
            assertUser(result, SampleUsers.JANE);
            long waited = requests.get(1).arrivedNanos() - requests.get(0).arrivedNanos();
            assertThat(Duration.ofNanos(waited))
                    .as("pause before the repetition")
                    .isGreaterThan(Duration.ofMillis(950));
        }
    }

    /** Given a server that is unavailable once. When a user is read. Then the client repeats the read. */
    @Clause(
            value = "client.safe-read-repeated",
            level = Level.SHOULD,
            promise =
                    "A read that failed by a 503 or a lost connection is repeated, so a restart is not seen by callers.")
    void repeatsSafeRead() throws Exception {
        for (Reaction fault : List.of(Reaction.error(503, "Unavailable", Map.of("Retry-After", "0")), Reaction.cut())) {
            server().play(fault, SOUND);

            assertUser(getUser(), SampleUsers.JANE);
            assertThat(server().received()).hasSize(2);
        }
    }

    /** Given a server that remains unavailable. When a user is read. Then the client gives up after a few requests. */
    @Clause(
            value = "client.repetitions-bounded",
            promise = "A server that remains unavailable is reported as such, after few requests.")
    void limitsRepetitions() throws Exception {
        for (Reaction fault : List.of(Reaction.error(503, "Unavailable", Map.of()), Reaction.cut())) {
            server().play(fault);

            assertOutcome(getUser(), Outcome.UNAVAILABLE);
            assertThat(server().received()).hasSizeLessThan(MANY_REQUESTS);
        }
    }

    /** Given a connection that breaks after the request. When a user is created or deleted. Then it is sent once. */
    @Clause(
            value = "client.uncertain-write-not-repeated",
            promise =
                    "A change whose answer was lost is not sent again, and the caller learns that its outcome is unknown.")
    void doesNotRepeatUncertainWrite() throws Exception {
        for (Reaction fault : List.of(
                Reaction.cut(),
                Reaction.truncated(201, SampleUsers.json(SampleUsers.JANE)),
                Reaction.with(502, Map.of("Content-Type", "text/html"), "<html>Bad gateway</html>"))) {
            server().play(fault);
            assertOutcome(createJane(), Outcome.UNAVAILABLE);
            onlyRequest();
        }
    }

    /** Given answers that cannot be read. When a user is read. Then the caller gets no user. */
    @Clause(
            value = "client.unreadable-answer-reported",
            promise = "An answer that is cut off, is no JSON, lacks required fields or comes from a proxy is no user.")
    void reportsUnreadableAnswer() throws Exception {
        String json = SampleUsers.json(SampleUsers.JANE);
        for (Reaction unreadable : List.of(
                Reaction.truncated(200, json),
                Reaction.json(200, json.substring(0, json.length() / 2)),
                Reaction.json(200, "[]"),
                Reaction.json(200, "{}"),
                Reaction.json(200, "null"),
                Reaction.json(200, ""),
                Reaction.json(200, json.replaceFirst("\"id\":\\d+", "\"id\":\"x\"")),
                Reaction.with(200, Map.of("Content-Type", "text/html"), "<html>Log in to the network</html>"),
                Reaction.with(502, Map.of("Content-Type", "text/html"), "<html>Bad gateway</html>"))) {
            server().play(unreadable);
            assertOutcome(getUser(), Outcome.UNAVAILABLE);
        }
    }

    /** Given a proxy's 404 that is no error of the API. When a user is read. Then it does not count as missing. */
    @Clause(
            value = "client.foreign-not-found-reported",
            level = Level.SHOULD,
            promise =
                    "A 404 that does not come from the API, such as a proxy's page, does not mean that a user is missing.")
    void distinguishesForeignNotFound() throws Exception {
        server().play(Reaction.with(404, Map.of("Content-Type", "text/html"), "<html>Not found</html>"));

        assertOutcome(getUser(), Outcome.UNAVAILABLE);
    }

    /** Given a server that does not answer. When a user is read. Then the call ends. */
    @Clause(
            value = "client.silence-bounded",
            promise =
                    "A call to a server that accepts connections but never answers ends, and is reported as unavailable.")
    void limitsWait() throws Exception {
        server().play(Reaction.silence());

        assertOutcome(getUser(), Outcome.UNAVAILABLE);
    }

    /** Given a redirect to another server. When a user is read. Then that server does not get the access token. */
    @Clause(
            value = "client.token-kept-from-other-servers",
            promise = "A redirect to another server does not give it the access token.")
    void keepsTokenFromOtherServers() throws Exception {
        try (PlayedServer other = new PlayedServer(0)) {
            other.play(SOUND);
            for (int status : new int[] {301, 302, 307, 308}) {
                server().play(Reaction.with(status, Map.of("Location", other.baseUri() + "/users/1"), ""));
                getUser();
            }

            assertThat(other.received())
                    .allSatisfy(request ->
                            assertThat(request.header("Authorization")).isEmpty());
        } catch (IOException noServer) {
            throw new AssertionError("the second server did not start", noServer);
        }
    }

    /** Given calls that failed in each way. When the server works again. Then the same client works again. */
    @Clause(
            value = "client.recovers",
            promise = "After faults of the server the same client works again as soon as the server does.")
    void recovers() throws Exception {
        for (Reaction fault : List.of(
                Reaction.cut(),
                Reaction.truncated(200, SampleUsers.json(SampleUsers.JANE)),
                Reaction.error(500, "Internal error", Map.of()),
                Reaction.error(503, "Unavailable", Map.of()))) {
            server().play(fault);
            getUser();
            server().play(SOUND);
            assertUser(getUser(), SampleUsers.JANE);
        }
    }
}
