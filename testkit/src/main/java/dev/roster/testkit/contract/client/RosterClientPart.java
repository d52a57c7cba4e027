package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Base class of the parts of {@link RosterClientContract}. */
abstract class RosterClientPart {

    static final String TOKEN = "a-token.of_the~caller";

    /** Time that callers are willing to wait. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** A second, with some tolerance for clocks. */
    private static final Duration ALMOST_A_SECOND = Duration.ofMillis(950);

    /** A call of the client. */
    interface Call {
        ClientResult make() throws InterruptedException;
    }

    abstract RosterClientContract contract();

    final PlayedServer server() {
        return contract().server();
    }

    /** Lets the client make a call; fails if it does not end. */
    final ClientResult perform(String operation, Map<String, Object> arguments) throws InterruptedException {
        return perform(operation, arguments, TIMEOUT);
    }

    private ClientResult perform(String operation, Map<String, Object> arguments, Duration timeout)
            throws InterruptedException {
        ClientTask task = new ClientTask(server().baseUri(), operation, arguments, TOKEN, timeout);
        Rendezvous.Outcome<ClientResult> outcome =
                Rendezvous.runOnOtherThread(() -> contract().client().perform(task));
        if (outcome.thrown() instanceof AssertionError noResult) {
            throw noResult;
        }
        return outcome.get();
    }

    final ClientResult getUser() throws InterruptedException {
        return getUserWithin(TIMEOUT);
    }

    final ClientResult getUserWithin(Duration timeout) throws InterruptedException {
        return perform("getUser", Map.of("id", SampleUsers.JANE.id()), timeout);
    }

    final ClientResult createJane() throws InterruptedException {
        return perform(
                "createUser",
                Map.of(
                        "email", SampleUsers.JANE.email().orElseThrow(),
                        "name", SampleUsers.JANE.name()));
    }

    final ClientResult replaceBob() throws InterruptedException {
        return perform(
                "replaceUser",
                Map.of(
                        "id", SampleUsers.BOB.id(),
                        "email", SampleUsers.BOB.email().orElseThrow(),
                        "name", SampleUsers.BOB.name(),
                        "bio", SampleUsers.BOB.bio()));
    }

    final ClientResult deleteBob() throws InterruptedException {
        return perform("deleteUser", Map.of("id", SampleUsers.BOB.id()));
    }

    static void assertUser(ClientResult result, ClientUser expected) {
        assertThat(result.outcome()).as("outcome of %s", result).isEqualTo(Outcome.USER);
        assertThat(result.users()).containsExactly(expected);
    }

    /** Asserts that the caller learns one of these outcomes, and no user. */
    static void assertOutcome(ClientResult result, Outcome... accepted) {
        assertThat(result.outcome()).as("outcome of %s", result).isIn((Object[]) accepted);
        assertThat(result.users()).isEmpty();
    }

    /** Asserts that the server received a repetition, and not before the second that it had asked for. */
    static void assertPause(List<ReceivedRequest> requests) {
        assertThat(requests).as("requests").hasSize(2);
        Duration waited = Duration.ofNanos(
                requests.get(1).arrivedNanos() - requests.get(0).arrivedNanos());
        assertThat(waited)
                .as("pause before the repetition, with Retry-After: 1")
                .isGreaterThan(ALMOST_A_SECOND);
    }

    /** Returns the only request that the server received. */
    final ReceivedRequest onlyRequest() {
        List<ReceivedRequest> received = server().received();
        assertThat(received).as("requests").hasSize(1);
        return received.get(0);
    }
}
