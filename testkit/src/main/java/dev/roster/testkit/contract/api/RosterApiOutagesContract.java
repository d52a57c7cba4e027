package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultControl.Kind;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.Writers;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Clauses on outages of the database. They run alone on their server. Without a fault control, each clause asserts that
 * the server works.
 */
abstract class RosterApiOutagesContract extends RosterApiPart {

    /** Requests at the same time: more than a small pool of connections, or a few threads, can hold. */
    private static final int CONCURRENT = 12;

    private static final int REGISTRATIONS = 4;
    private static final String OUTCOME_UNKNOWN = "Outcome unknown";

    /** Runs alone. */
    @Override
    final boolean runsAlone() {
        return true;
    }

    final Capability cutConnections() {
        return capability(Kind.CUT);
    }

    final Capability slowResponses() {
        return capability(Kind.SLOW);
    }

    final Capability stoppedServer() {
        return capability(Kind.STOP);
    }

    private Capability capability(Kind kind) {
        Optional<FaultControl> faults = contract().databaseFaults().value();
        if (faults.isEmpty()) {
            return Capability.unsupported(contract().databaseFaults().reason().orElseThrow());
        }
        return faults.get().kinds().contains(kind)
                ? Capability.supported()
                : Capability.unsupported("the fault control does not offer it");
    }

    /**
     * Given an account with a post. When the database is cut off, stopped or slow, and each kind of request is sent,
     * twice. Then each is answered in bounded time. Each request that must read or write the database gets 503; a
     * public read gets 503 or what it got before.
     */
    @Clause(
            value = "api-outage.requests-answered-503",
            promise = "While the database is away or does not respond, each request that needs it gets 503 in bounded"
                    + " time; no other status, no hang.",
            needs = {"database-faults", "cut-connections", "slow-responses", "stopped-server"})
    void requestsAnsweredUnavailable() throws Exception {
        Account account = register();
        JsonNode post = createPost(account.api(), "Post", true);
        JsonNode comment = createComment(account.api(), post, "Comment");
        List<String> reads = List.of(
                account.path(),
                postPath(post),
                commentPath(comment),
                commentsPath(post),
                "/posts?author=" + account.id(),
                account.path() + "/posts");
        List<Response> before = new ArrayList<>();
        for (String path : reads) {
            before.add(api().get(path).expectStatus(200));
        }
        during(outages(), account, outage -> {
            for (int round = 0; round < 2; round++) {
                for (Response answer : results(writesAndPrivateReads(account, post, comment))) {
                    answer.expectStatus(503);
                }
                List<Response> read =
                        results(reads.stream().map(path -> get(api(), path)).toList());
                for (int i = 0; i < read.size(); i++) {
                    if (read.get(i).status() != 503) {
                        assertThat(read.get(i).expectStatus(200).body())
                                .as("%s while the database is away (%s)", reads.get(i), outage.name())
                                .isEqualTo(before.get(i).body());
                    }
                }
            }
        });
        for (int i = 0; i < reads.size(); i++) {
            assertThat(api().read(reads.get(i))).isEqualTo(before.get(i).body());
        }
    }

    private List<Callable<Response>> writesAndPrivateReads(Account account, JsonNode post, JsonNode comment) {
        ApiClient author = account.api();
        return List.of(
                get(author, "/users/me"),
                get(author, "/users"),
                get(author, "/posts?published=false"),
                () -> api().post("/auth/register", registration(Unique.email(), RosterApiContract.PASSWORD, "Bob")),
                () -> logIn(account.email(), account.password()),
                () -> logIn(Unique.email(), account.password()),
                () -> api().post("/auth/verify", object().put("token", "no-token-of-this-server-0123456789")),
                () -> api().post("/auth/password-reset", object().put("email", account.email())),
                () -> author.post("/auth/password", passwordChange(account.password(), "correct donkey")),
                () -> author.post("/users", user("Bob", Unique.email())),
                () -> author.patch("/users/me", object().put("name", "Changed")),
                () -> author.post("/posts", post("During", "During", true)),
                () -> author.patch(postPath(post), object().put("title", "Changed")),
                () -> author.post(commentsPath(post), comment("During")),
                () -> author.delete(commentPath(comment)),
                () -> author.delete(postPath(post)));
    }

    /**
     * Given a server that is ready. When the database is cut off, stopped or slow, and requests wait for it. Then the
     * server is live, serves its document, and soon is not ready; after the outage it is ready again.
     */
    @Clause(
            value = "api-outage.live-but-not-ready",
            promise = "While the database is away, /health/live answers 200 and /health/ready 503; afterwards both"
                    + " answer 200.",
            needs = {"database-faults", "cut-connections", "slow-responses", "stopped-server"})
    void liveButNotReady() throws Exception {
        Account account = register();
        api().get("/health/live").expectStatus(200);
        during(outages(), account, outage -> {
            List<Callable<Response>> requests =
                    new ArrayList<>(Collections.nCopies(CONCURRENT, get(account.api(), "/users/me")));
            requests.add(get(api(), "/health/live"));
            requests.add(get(api(), "/openapi.json"));
            List<Response> answers = results(requests);
            answers.subList(CONCURRENT, answers.size()).forEach(answer -> answer.expectStatus(200));
            await("/health/ready answers 503", () -> api().get("/health/ready").expectStatus(503));
            api().get("/health/live").expectStatus(200);
        });
        api().get("/health/live").expectStatus(200);
        api().get("/health/ready").expectStatus(200);
    }

    /**
     * Given an account. When the database is cut off, stopped or slow, requests fail, and the outage ends. Then the
     * same access token is accepted, and as many reads and writes at once succeed as before; the user can log in, and
     * another can register.
     */
    @Clause(
            value = "api-outage.recovers-without-restart",
            promise = "After an outage of the database the server reads and writes as before, without a restart;"
                    + " access tokens stay valid.",
            needs = {"database-faults", "cut-connections", "slow-responses", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        Account account = register();
        List<Callable<Response>> requests = new ArrayList<>();
        for (int i = 0; i < CONCURRENT / 2; i++) {
            String own = postPath(createPost(account.api(), "Post", true));
            requests.add(get(account.api(), "/users/me"));
            requests.add(() -> account.api().patch(own, object().put("title", "Changed")));
        }
        for (Outage outage : outages()) {
            during(List.of(outage), account, broken -> results(requests));
            assertAccepted(results(requests));
        }
        assertAccepted(results(requests));
        logIn(account.email(), account.password()).expectStatus(200);
        register();
    }

    /**
     * Given clients that write posts. When the database is cut off and stopped again and again. Then each post whose
     * creation was acknowledged is found once, and none that was answered with 503 and {@code Retry-After}; one whose
     * outcome is unknown is found at most once.
     */
    @Clause(
            value = "api-outage.acknowledged-writes-kept",
            promise = "No acknowledged post is lost in an outage, and none is stored that was answered with 503 and"
                    + " Retry-After.",
            needs = {"database-faults", "cut-connections", "stopped-server"})
    void acknowledgedWritesAreKept() throws Exception {
        Account author = register();
        List<Written> all;
        try (Writers<Written> writers = new Writers<>(4, () -> write(author))) {
            for (Outage outage :
                    Stream.of(breaks(), breaks()).flatMap(List::stream).toList()) {
                writers.await(Written::acknowledged, 5);
                during(List.of(outage), author, broken -> writers.await(each -> !each.acknowledged(), 5));
            }
            writers.await(Written::acknowledged, 5);
            all = writers.stop();
        }
        List<String> found = new ArrayList<>();
        String list = "/posts?author=" + author.id();
        int total = Math.toIntExact(api().get(list).expectStatus(200).number("total"));
        api().readPages(list, 100, total)
                .forEach(post -> found.add(post.path("title").asText()));
        assertThat(found).as("titles of the posts").doesNotHaveDuplicates();
        assertThat(found)
                .as("posts that were acknowledged with 201")
                .containsAll(titles(all.stream().filter(Written::acknowledged)));
        assertThat(found)
                .as("posts that were answered with 503 and Retry-After")
                .doesNotContainAnyElementsOf(titles(Stream.concat(
                        Stream.of(new Written("never written", 503, false)),
                        all.stream().filter(Written::refused))));
    }

    private static List<String> titles(Stream<Written> written) {
        return written.map(Written::title).toList();
    }

    private Written write(Account author) throws Exception {
        String title = Unique.email();
        Response answer = author.api().post("/posts", post(title, "Content", true));
        assertThat(answer.status()).as("status of %s", answer.request()).isIn(201, 503);
        return new Written(title, answer.status(), isUnknown(answer));
    }

    /** Attempt to write a post. */
    private record Written(String title, int status, boolean unknown) {

        boolean acknowledged() {
            return status == 201;
        }

        boolean refused() {
            return status == 503 && !unknown;
        }
    }

    /**
     * Given registrations while the database is cut off and stopped, and during these outages. When the outage has
     * ended. Then an acknowledged user can log in. A registration that was answered with 503 and {@code Retry-After}
     * succeeds when it is repeated. One whose outcome is unknown was done completely, or succeeds when it is repeated.
     */
    @Clause(
            value = "api-outage.registrations-complete",
            promise = "A registration in an outage is done completely or not at all; one answered with 503 and"
                    + " Retry-After can be repeated.",
            needs = {"database-faults", "cut-connections", "stopped-server"})
    void registrationsAreComplete() throws Exception {
        Account account = register();
        List<Registration> all = new ArrayList<>();
        for (Outage outage : breaks()) {
            List<Callable<Registration>> atOnce = new ArrayList<>(Collections.nCopies(REGISTRATIONS, this::attempt));
            atOnce.add(() -> {
                outage.begin().run();
                return attempt();
            });
            during(
                    List.of(new Outage(outage.name(), () -> all.addAll(results(atOnce)), outage.end())),
                    account,
                    broken -> {
                        List<Registration> refused = results(Collections.nCopies(REGISTRATIONS, this::attempt));
                        refused.forEach(each -> each.answer().expectStatus(503));
                        all.addAll(refused);
                    });
        }
        all.add(attempt());
        for (Registration each : all) {
            assertThat(each.answer().status()).as("status of a registration").isIn(201, 503);
            if (each.answer().status() == 503) {
                Response again = api().post("/auth/register", each.body());
                assertThat(again.status())
                        .as("status of a repeated registration; unknown: %s", isUnknown(each.answer()))
                        .isIn(isUnknown(each.answer()) ? List.of(201, 400) : List.of(201));
            }
            Response session = logIn(each.email(), RosterApiContract.PASSWORD).expectStatus(200);
            Account complete = api().account(RosterApiContract.PASSWORD, session);
            assertThat(complete.api().read("/users/me").path("name").asText()).isEqualTo("Bob");
            complete.api().delete(complete.path()).expectStatus(204);
        }
    }

    private Registration attempt() throws Exception {
        String email = Unique.email();
        JsonNode body = registration(email, RosterApiContract.PASSWORD, "Bob");
        return new Registration(email, body, api().post("/auth/register", body));
    }

    /** Attempt to register a user. */
    private record Registration(String email, JsonNode body, Response answer) {}

    /**
     * Given an account with posts and a comment. When the database is cut off or stopped, and changes of each kind are
     * sent. Then each gets 503 with {@code Retry-After}. When the outage has ended. Then nothing has changed, and each
     * change succeeds when it is repeated.
     */
    @Clause(
            value = "api-outage.refused-changes-undone",
            promise = "A change that was answered with 503 and Retry-After has changed nothing, and succeeds when it"
                    + " is repeated.",
            needs = {"database-faults", "cut-connections", "stopped-server"})
    void refusedChangesAreUndone() throws Exception {
        Account account = register();
        for (Outage outage : breaks()) {
            assertUndone(account, outage);
        }
        JsonNode post = createPost(account.api(), "Post", true);
        assertThat(api().read(postPath(post))).isEqualTo(post);
    }

    private void assertUndone(Account account, Outage outage) throws Exception {
        ApiClient author = account.api();
        JsonNode post = createPost(author, "Post", true);
        JsonNode deleted = createPost(author, "Deleted later", true);
        JsonNode comment = createComment(author, post, "Comment");
        List<Change> changes = List.of(
                new Change(200, () -> author.put(account.path(), user("Changed", account.email()))),
                new Change(200, () -> author.patch(postPath(post), object().put("title", "Changed"))),
                new Change(201, () -> author.post(commentsPath(post), comment("Changed"))),
                new Change(204, () -> author.delete(commentPath(comment))),
                new Change(204, () -> author.delete(postPath(deleted))));
        List<Callable<Response>> requests =
                new ArrayList<>(changes.stream().map(Change::request).toList());
        requests.add(() -> author.post("/auth/password", passwordChange(account.password(), "correct donkey")));
        requests.add(() -> author.send("POST", "/auth/logout"));
        JsonNode user = author.read("/users/me");

        during(
                List.of(outage),
                account,
                broken -> results(requests)
                        .forEach(answer -> assertThat(isUnknown(answer.expectStatus(503)))
                                .as("outcome of %s, which reached no database, is unknown", answer.request())
                                .isFalse()));

        assertThat(author.read("/users/me")).isEqualTo(user);
        assertThat(api().read(postPath(post))).isEqualTo(post);
        assertThat(api().read(postPath(deleted))).isEqualTo(deleted);
        assertThat(api().get(commentsPath(post)).items()).containsExactly(comment);
        logIn(account.email(), account.password()).expectStatus(200);
        for (Change each : changes) {
            each.request().call().expectStatus(each.status());
        }
    }

    /** Request that changes something, and its status if it succeeds. */
    private record Change(int status, Callable<Response> request) {}

    private List<Outage> outages() {
        List<Outage> outages = new ArrayList<>(breaks());
        contract()
                .databaseFaults()
                .value()
                .ifPresent(faults -> outages.addAll(
                        Outage.slow(faults, contract().longestRequest().multipliedBy(2))
                                .ifSupported(slowResponses())));
        return outages;
    }

    /** Returns the outages in which connections break at once; none without a fault control. */
    private List<Outage> breaks() {
        List<Outage> outages = new ArrayList<>();
        contract().databaseFaults().value().ifPresent(faults -> {
            outages.addAll(Outage.cut(faults).ifSupported(cutConnections()));
            outages.addAll(Outage.stop(faults).ifSupported(stoppedServer()));
            assertThat(outages).as("supported faults: cut or stop is required").isNotEmpty();
        });
        return outages;
    }

    /** Action during an outage. */
    private interface DuringOutage {
        void run(Outage outage) throws Exception;
    }

    /** Runs an action during each outage, ends it even if the action fails, and waits until the server has recovered. */
    private void during(List<Outage> outages, Account account, DuringOutage action) throws Exception {
        for (Outage outage : outages) {
            try {
                outage.begin().run();
                action.run(outage);
            } finally {
                outage.end().run();
            }
            await("the server recovers after " + outage.name(), () -> {
                api().get("/health/ready").expectStatus(200);
                return account.api().get("/users/me").expectStatus(200);
            });
        }
    }

    /** Repeats a request until its assertion holds, at most as long as a request may take. */
    private void await(String what, Callable<Response> request) throws Exception {
        long end = System.nanoTime() + contract().longestRequest().toNanos();
        while (true) {
            try {
                bounded(request).call();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(what + " within " + contract().longestRequest(), notYet);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static Callable<Response> get(ApiClient client, String path) {
        return () -> client.get(path);
    }

    /** Makes calls at the same time, and returns their results in the same order. */
    private <T> List<T> results(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        for (Rendezvous.Outcome<T> outcome : Rendezvous.run(calls.size(), i -> bounded(calls.get(i)))) {
            results.add(outcome.get());
        }
        return results;
    }

    /** Returns a call that fails the clause if a request is not answered in time. */
    private <T> Callable<T> bounded(Callable<T> call) {
        return () -> {
            try {
                return call.call();
            } catch (IOException none) {
                throw new AssertionError("no response within " + contract().longestRequest(), none);
            }
        };
    }

    private static void assertAccepted(List<Response> answers) {
        answers.forEach(answer ->
                assertThat(answer.status()).as("status of %s", answer.request()).isIn(200, 201));
    }

    private static boolean isUnknown(Response answer) {
        return answer.status() == 503 && answer.text("error").equals(OUTCOME_UNKNOWN);
    }
}
