package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** Clauses about faults of the server and of the network. */
abstract class RosterClientFaultsContract extends RosterClientPart {

    /** More requests than a client with a sensible limit sends for one call. */
    private static final int MANY_REQUESTS = 10;

    private static final Reaction SOUND = Reaction.json(200, SampleUsers.json(SampleUsers.JANE));

    /**
     * Given a server that is unavailable for a second, a minute, or until a time of day. When a user is read. Then the
     * client waits for the second, or reports the failure; it does not wait for longer than its caller.
     */
    @Clause(
            value = "client.retry-after-respected",
            promise =
                    "A read postponed by a 503 is not repeated before Retry-After, seconds or a date; a wait beyond the"
                            + " timeout is reported as unavailable.")
    void respectsRetryAfter() throws Exception {
        server().play(Reaction.error(503, "Unavailable", Map.of("Retry-After", "1")), SOUND);

        ClientResult result = getUser();

        List<ReceivedRequest> requests = server().received();
        if (requests.size() == 1) {
            assertOutcome(result, Outcome.UNAVAILABLE);
        } else {
            assertUser(result, SampleUsers.JANE);
            assertPause(requests);
        }
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        for (String late : List.of("60", inAnHour)) {
            server().play(Reaction.error(503, "Unavailable", Map.of("Retry-After", late)), SOUND);
            assertOutcome(getUser(), Outcome.UNAVAILABLE);
            onlyRequest();
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

    /** Given answers that do not say whether a change was made. When changes are made. Then each is sent once. */
    @Clause(
            value = "client.uncertain-write-not-repeated",
            promise = "A change without a usable answer is not sent again; it may have been made, so it is reported as"
                    + " unavailable, not as an error.")
    void doesNotRepeatUncertainWrite() throws Exception {
        Map<String, Reaction> faults = Map.of(
                "a cut connection", Reaction.cut(),
                "a 502 of a proxy", Reaction.with(502, Map.of("Content-Type", "text/html"), "<html>Bad gateway</html>"),
                "a 503 without Retry-After", Reaction.error(503, "Unavailable", Map.of()));
        for (Map.Entry<String, Reaction> fault : faults.entrySet()) {
            assertUncertain(fault.getKey(), fault.getValue(), this::createJane);
            assertUncertain(fault.getKey(), fault.getValue(), this::replaceBob);
            assertUncertain(fault.getKey(), fault.getValue(), this::deleteBob);
        }
        String part = "a part of the answer";
        assertUncertain(part, Reaction.truncated(201, SampleUsers.json(SampleUsers.JANE)), this::createJane);
        assertUncertain(part, Reaction.truncated(200, SampleUsers.json(SampleUsers.BOB)), this::replaceBob);
    }

    private void assertUncertain(String answer, Reaction fault, Call write) throws InterruptedException {
        server().play(fault);
        ClientResult result = write.make();
        assertThat(server().received()).as("requests after %s", answer).hasSize(1);
        assertThat(result)
                .as("result of %s after %s", server().received(), answer)
                .isEqualTo(ClientResult.of(Outcome.UNAVAILABLE));
    }

    /** Given calls that failed. When the caller makes another one. Then the server receives requests of it only. */
    @Clause(
            value = "client.ended-calls-not-repeated",
            promise =
                    "A call that has returned is over: the client sends no further requests for it, such as repetitions in the"
                            + " background.")
    void doesNotRepeatEndedCalls() throws Exception {
        Map<String, String> later = Map.of("Retry-After", "1");
        server().play(Reaction.cut());
        createJane();
        server().play(Reaction.error(401, "Unauthorized", Map.of()));
        perform("listUsers", Map.of("page", 1L, "size", 20L));
        server().play(Reaction.error(429, "Too many requests", Map.of("Retry-After", "60")));
        replaceBob();
        server().play(Reaction.error(503, "Unavailable", later));
        deleteBob();
        server().play(Reaction.silence());
        getUserWithin(Duration.ofSeconds(1));

        assertThat(server().received())
                .as("requests during a call that reads user %d", SampleUsers.JANE.id())
                .extracting(ReceivedRequest::toString)
                .containsOnly("GET /users/" + SampleUsers.JANE.id());
    }

    /** Given answers that cannot be read. When a user is read. Then the caller gets no user. */
    @Clause(
            value = "client.unreadable-answer-reported",
            promise =
                    "An answer that is cut off, no JSON, incomplete or not from the API is reported as unavailable or an"
                            + " error, never as a user.")
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
            assertOutcome(getUser(), Outcome.UNAVAILABLE, Outcome.ERROR);
        }
    }

    /** Given a proxy's 404 that is no error of the API. When a user is read. Then it does not count as missing. */
    @Clause(
            value = "client.foreign-not-found-reported",
            level = Level.SHOULD,
            promise =
                    "A 404 that does not come from the API, such as a proxy's page, is reported as unavailable or an error,"
                            + " not as a missing user.")
    void distinguishesForeignNotFound() throws Exception {
        server().play(Reaction.with(404, Map.of("Content-Type", "text/html"), "<html>Not found</html>"));

        assertOutcome(getUser(), Outcome.UNAVAILABLE, Outcome.ERROR);
        assertOutcome(deleteBob(), Outcome.UNAVAILABLE, Outcome.ERROR);
    }

    /** Given a server that does not answer. When a user is read. Then the call ends. */
    @Clause(
            value = "client.silence-bounded",
            promise =
                    "A call to a server that accepts connections but never answers ends, and is reported as unavailable.")
    void limitsWait() throws Exception {
        server().play(Reaction.silence());

        assertOutcome(getUserWithin(Duration.ofSeconds(1)), Outcome.UNAVAILABLE);
    }

    /** Given a redirect to another server. When calls are made. Then that server does not get the access token. */
    @Clause(
            value = "client.token-kept-from-other-servers",
            promise =
                    "A redirect to another server, which may have another port only, does not give it the access token.")
    void keepsTokenFromOtherServers() throws Exception {
        try (PlayedServer other = new PlayedServer(0)) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                for (Call call : List.<Call>of(this::getUser, this::createJane)) {
                    other.play(SOUND);
                    server().play(Reaction.with(status, Map.of("Location", other.baseUri() + "/users/1"), ""));
                    call.make();
                    other.received()
                            .forEach(request -> assertThat(request.partsWith(TOKEN))
                                    .as(
                                            "%d redirected %s to another server, %s; parts of %s there that contain the access"
                                                    + " token",
                                            status, server().received().get(0), other.baseUri(), request)
                                    .isEmpty());
                }
            }
        } catch (IOException noServer) {
            throw new AssertionError("the second server did not start", noServer);
        }
    }

    /** Given reads and changes that failed in each way. When the server works again. Then the same client does. */
    @Clause(
            value = "client.recovers",
            promise = "After faults of the server the same client works again as soon as the server does, for reads and"
                    + " changes.")
    void recovers() throws Exception {
        for (Reaction fault : List.of(
                Reaction.cut(),
                Reaction.truncated(200, SampleUsers.json(SampleUsers.JANE)),
                Reaction.error(500, "Internal error", Map.of()),
                Reaction.error(503, "Unavailable", Map.of()))) {
            server().play(fault);
            assertOutcome(getUser(), Outcome.UNAVAILABLE, Outcome.ERROR);
            assertOutcome(createJane(), Outcome.UNAVAILABLE, Outcome.ERROR);

            ClientUser user = SampleUsers.random();
            server().play(Reaction.json(200, SampleUsers.json(user)));
            assertUser(getUser(), user);
            server().play(Reaction.json(201, SampleUsers.json(user)));
            assertUser(createJane(), user);
            onlyRequest();
        }
    }
}
