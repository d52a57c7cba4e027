package dev.roster.testkit.faulty.client;

import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Planted faults of clients that take shortcuts: calls that are not made, not read, or made too often. */
public enum ClientShortcutFaults implements PlantedFault {
    @Fault("Answers from a table, without calling the server.")
    TABLE("client.each-call-sent", "client.missing-user-reported"),
    @Fault("Returns the result of an equal call before, without calling the server.")
    REMEMBERED("client.each-call-sent", "client.recovers"),
    @Fault("Calls the server and returns made-up values, whatever the answer is.")
    ANSWER_IGNORED("client.each-call-sent", "client.unreadable-answer-reported"),
    @Fault("Reports each call as unavailable.")
    ALWAYS_UNAVAILABLE("client.each-call-sent", "client.user-read-exactly", "client.recovers"),
    @Fault("Reports each change as a success.")
    CHANGES_ALWAYS_SUCCEED(
            "client.missing-user-reported",
            "client.forbidden-reported",
            "client.taken-email-reported",
            "client.uncertain-write-not-repeated"),
    @Fault("Repeats each call that fails, whatever the reason.")
    EVERYTHING_REPEATED(
            "client.rejected-token-reported",
            "client.forbidden-reported",
            "client.taken-email-reported",
            "client.rejected-fields-reported",
            "client.too-many-requests-respected",
            "client.uncertain-write-not-repeated"),
    @Fault("Sends each request twice.")
    SENT_TWICE("client.each-call-sent", "client.user-created", "client.user-deleted"),
    @Fault("Repeats a change without an answer in the background, after the caller was told that it failed.")
    REPEATED_IN_BACKGROUND("client.ended-calls-not-repeated"),
    @Fault("Returns the user read last if the server fails.")
    STALE_AFTER_FAULT("client.recovers"),
    @Fault("Sends no changes any more after one has failed.")
    CHANGES_BROKEN_FOR_GOOD("client.recovers"),
    @Fault("Reports each call as unavailable after one was refused by a 429.")
    TOO_MANY_FOR_GOOD("client.too-many-requests-respected");

    private static final ClientUser ANY = new ClientUser(7, "Bob", "", Optional.empty(), Instant.EPOCH);

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    ClientShortcutFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a client with this fault. */
    public ClientUnderTest faulty() {
        return new Faulty();
    }

    private final class Faulty extends SimpleClient {

        private final Map<String, ClientResult> remembered = new ConcurrentHashMap<>();
        private ClientUser last = ANY;
        private boolean changesFailed;
        private boolean refused;

        @Override
        public ClientResult perform(ClientTask task) throws InterruptedException {
            return switch (ClientShortcutFaults.this) {
                case TABLE -> success(task);
                case REMEMBERED -> remembered(task);
                case ANSWER_IGNORED -> {
                    super.perform(task);
                    yield success(task);
                }
                case ALWAYS_UNAVAILABLE -> {
                    super.perform(task);
                    yield ClientResult.of(Outcome.UNAVAILABLE);
                }
                case CHANGES_ALWAYS_SUCCEED -> {
                    ClientResult result = super.perform(task);
                    yield isRead(task) || !result.users().isEmpty() ? result : success(task);
                }
                case EVERYTHING_REPEATED -> {
                    ClientResult result = super.perform(task);
                    yield isSuccess(result) ? result : super.perform(task);
                }
                case REPEATED_IN_BACKGROUND -> {
                    ClientResult result = super.perform(task);
                    if (result.outcome() == Outcome.UNAVAILABLE && !isRead(task)) {
                        // The common pool may be busy with other tests.
                        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS, work -> new Thread(work).start())
                                .execute(() -> performLater(task));
                    }
                    yield result;
                }
                case STALE_AFTER_FAULT -> {
                    ClientResult result = super.perform(task);
                    if (result.outcome() == Outcome.USER) {
                        last = result.users().get(0);
                    }
                    boolean failed = result.outcome() == Outcome.UNAVAILABLE
                            && task.operation().equals("getUser");
                    yield failed ? ClientResult.user(last) : result;
                }
                case CHANGES_BROKEN_FOR_GOOD -> {
                    if (changesFailed && !isRead(task)) {
                        yield ClientResult.of(Outcome.UNAVAILABLE);
                    }
                    ClientResult result = super.perform(task);
                    changesFailed |= result.outcome() == Outcome.UNAVAILABLE && !isRead(task);
                    yield result;
                }
                case TOO_MANY_FOR_GOOD -> {
                    ClientResult result = super.perform(task);
                    boolean isLater = refused && result.outcome() != Outcome.TOO_MANY_REQUESTS;
                    refused |= result.outcome() == Outcome.TOO_MANY_REQUESTS;
                    yield isLater ? ClientResult.of(Outcome.UNAVAILABLE) : result;
                }
                case SENT_TWICE -> super.perform(task);
            };
        }

        @Override
        HttpResponse<String> send(HttpRequest request, Duration timeout) throws IOException, InterruptedException {
            if (ClientShortcutFaults.this == SENT_TWICE) {
                super.send(request, timeout);
            }
            return super.send(request, timeout);
        }

        private ClientResult remembered(ClientTask task) throws InterruptedException {
            ClientResult known = remembered.get(task.toString());
            if (known != null) {
                return known;
            }
            ClientResult result = super.perform(task);
            if (isSuccess(result)) {
                remembered.put(task.toString(), result);
            }
            return result;
        }

        private void performLater(ClientTask task) {
            try {
                super.perform(task);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean isRead(ClientTask task) {
            return task.operation().equals("getUser") || task.operation().equals("listUsers");
        }

        private static boolean isSuccess(ClientResult result) {
            return switch (result.outcome()) {
                case USER, PAGE, DELETED -> true;
                default -> false;
            };
        }

        private static ClientResult success(ClientTask task) {
            return switch (task.operation()) {
                case "listUsers" -> ClientResult.page(List.of(ANY), 1);
                case "deleteUser" -> ClientResult.of(Outcome.DELETED);
                default -> ClientResult.user(ANY);
            };
        }
    }
}
