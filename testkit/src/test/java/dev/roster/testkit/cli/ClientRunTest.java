package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.cli.ClientTasks.OpenTask;
import dev.roster.testkit.cli.RunningProgram.Run;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import dev.roster.testkit.contract.client.PlayedServer;
import dev.roster.testkit.faulty.client.ClientFaults;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code client} of the program, with a client that knows only the protocol in the README. */
@Timeout(110)
class ClientRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void acceptsCorrectClient() throws Exception {
        Run run = judge(ClientFaults.sound());

        assertThat(run.out()).contains("passed   calls").doesNotContain("FAILED");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void reportsFaultyClientUnlessListed() throws Exception {
        Run failed = judge(ClientFaults.FORBIDDEN_AS_MISSING.faulty(), "--clauses=client.*-reported");

        assertThat(failed.out()).contains("FAILED   client.forbidden-reported");
        assertThat(failed.exitCode()).isEqualTo(1);

        Path baseline = Files.writeString(
                folder.resolve("baseline.json"),
                "{\"deviations\": [{\"clause\": \"client.forbidden-reported\", \"reason\": \"one error for both\"}]}");
        Run listed = judge(
                ClientFaults.FORBIDDEN_AS_MISSING.faulty(), "--clauses=client.*-reported", "--baseline=" + baseline);
        assertThat(listed.out()).contains("deviates client.forbidden-reported").doesNotContain("FAILED");
        assertThat(listed.exitCode()).isEqualTo(3);
    }

    @Test
    void rejectsInvalidOptions() {
        Run run = RunningProgram.run(List.of(
                "client", "--port=-1", "--wait=0", "--result-wait=51", "--clauses=users.*", "--baseline=no.json"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--port must be from 0 to 65535, but was -1", "--wait must be a number of seconds")
                .contains("--result-wait must be a number of seconds from 1 to 50, but was 51")
                .contains("--clauses matches no clause: users.*", "the baseline no.json cannot be read");
        assertThat(RunningProgram.run(List.of("client")).err()).contains("--port");
        assertThat(RunningProgram.run(List.of("client", "--port=1", "--colour")).err())
                .contains("unknown option --colour");
        assertThat(RunningProgram.run(List.of("client", "--help")).out()).contains("--port=PORT", "/conformance/task");
    }

    @Test
    void endsIfNoClientComesOrPortIsInUse() throws Exception {
        assertThat(RunningProgram.run(List.of("client", "--port=0", "--wait=1")).err())
                .contains("no client asked for a task within 1 seconds, so nothing was run");
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(RunningProgram.run(List.of("client", "--port=" + used.getLocalPort()))
                            .err())
                    .contains("port " + used.getLocalPort() + " cannot be used: ");
        }
    }

    @Test
    void acceptsCorrectedResult() throws Exception {
        RunningProgram program = RunningProgram.start("--clauses=client.user-deleted");
        JsonNode task = program.nextTask();
        String number = "\"number\": " + task.path("number");

        assertThat(program.post("{" + number)).contains("400", "the result is not JSON");
        assertThat(program.post("{\"number\": 99}"))
                .contains("400", "no task 99 is open; the open one is task 1 (deleteUser)");
        assertThat(program.post("{" + number + ", \"outcome\": \"gone\"}"))
                .contains("400", "outcome was 'gone', but must be one of user, page");
        assertThat(program.post("{" + number + ", \"outcome\": \"user\"}"))
                .contains("400", "the outcome user requires one user in users, but there are 0");
        assertThat(program.post("{" + number + ", \"outcome\": \"user\", \"users\": [{\"id\": 1}]}"))
                .contains("400", "a user must have id, name, bio and createdAt");
        assertThat(program.post("{" + number + ", \"outcome\": \"user\", \"users\": [{\"id\": 1.0}]}"))
                .contains("400", "an id that is an integer");
        assertThat(program.post("{" + number + ", \"outcome\": \"page\", \"users\": []}"))
                .contains("400", "requires the integer total");
        assertThat(program.post("{" + number + ", \"outcome\": \"invalid\", \"field\": []}"))
                .contains("400", "unknown fields: field; the fields of a result are fields, number,");
        assertThat(program.post("{" + number + ", \"outcome\": \"deleted\"}")).isEqualTo("200 {}");
        assertThat(program.post("{" + number + ", \"outcome\": \"deleted\"}")).contains("400", "none is");

        // The client did not call the server, so the clause fails, with its own reason.
        assertThat(program.nextTask().path("state").asText()).isEqualTo("ended");
        assertThat(program.end().out())
                .contains("refused  a result of task 1 (deleteUser): outcome was 'gone', but must be one of")
                .contains("FAILED   client.user-deleted", "Expected size: 1 but was: 0");
    }

    @Test
    void stopsAtLostDriver() throws Exception {
        Path report = folder.resolve("report.json");
        RunningProgram program = RunningProgram.start(
                "--result-wait=1", "--clauses=client.user-deleted,client.page-read", "--report=" + report);
        JsonNode task = program.nextTask();
        program.post("{\"number\": " + task.path("number") + ", \"outcome\": \"gone\"}");

        Run run = program.end();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("FAILED   client\\.[a-z-]+\\R +no result for task 1 \\([a-zA-Z]+\\) within 1 s: is the"
                        + " driver still running\\? Its last result was refused: outcome was 'gone'")
                .containsOnlyOnce("FAILED   client.")
                .contains(" 1 failed", "not conformant");
        JsonNode json = JSON.readTree(report.toFile());
        assertThat(json.path("clauses").findValuesAsText("reason"))
                .anyMatch(reason -> reason.startsWith("skipped: the driver was lost: no result for task 1"));
        assertThat(json.path("verdict").asText()).isEqualTo("not-conformant");
    }

    @Test
    void lostDriverIsNoKnownDeviation() throws Exception {
        Path baseline = Files.writeString(
                folder.resolve("baseline.json"),
                "{\"deviations\": [{\"clause\": \"client.user-deleted\", \"reason\": \"not supported\"}]}");
        RunningProgram program =
                RunningProgram.start("--result-wait=1", "--clauses=client.user-deleted", "--baseline=" + baseline);
        program.nextTask();

        Run run = program.end();

        assertThat(run.out())
                .contains("deviates client.user-deleted", "the driver was lost: no result for task 1 (deleteUser)");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void failsClauseOfRestartedDriverAtOnce() throws Exception {
        RunningProgram program = RunningProgram.start("--clauses=client.user-deleted,client.user-agent-sent");
        JsonNode first = program.nextTask();
        JsonNode second = program.nextTask();

        assertThat(second.path("number").asInt()).isEqualTo(first.path("number").asInt() + 1);
        program.post("{\"number\": " + second.path("number") + ", \"outcome\": \"error\"}");
        assertThat(program.nextTask().path("state").asText()).isEqualTo("ended");
        assertThat(program.end().out())
                .contains("the driver asked for another task without a result for task 1 (")
                .contains("2 failed");
    }

    /** A driver whose request timed out asks again; the task must not be given to the request that it gave up. */
    @Test
    void givesTaskToLatestRequest() throws Exception {
        ClientTasks tasks = new ClientTasks(Duration.ofSeconds(60), Duration.ofHours(1));
        CompletableFuture<Optional<OpenTask>> givenUp =
                CompletableFuture.supplyAsync(() -> fetch(tasks), RunningProgram.THREAD_EACH);
        assertThat(tasks.awaitClient(Duration.ofSeconds(60))).isTrue();
        CompletableFuture<Optional<OpenTask>> latest =
                CompletableFuture.supplyAsync(() -> fetch(tasks), RunningProgram.THREAD_EACH);
        assertThat(givenUp.get(60, TimeUnit.SECONDS)).isEmpty();

        ClientTask task = new ClientTask(URI.create("http://x"), "getUser", Map.of(), "t", Duration.ofSeconds(1));
        CompletableFuture<ClientResult> result =
                CompletableFuture.supplyAsync(() -> perform(tasks, task), RunningProgram.THREAD_EACH);
        OpenTask fetched = latest.get(60, TimeUnit.SECONDS).orElseThrow();
        tasks.report(fetched, ClientResult.of(Outcome.ERROR));

        assertThat(fetched.task()).isSameAs(task);
        assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(ClientResult.of(Outcome.ERROR));
    }

    private static Optional<OpenTask> fetch(ClientTasks tasks) {
        try {
            return tasks.fetch();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static ClientResult perform(ClientTasks tasks, ClientTask task) {
        try {
            return tasks.perform(task);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /conformance, 404, there is no /conformance; there are GET /conformance/task and POST /conformance/result",
        "GET, /conformance/tasks, 404, there is no /conformance/tasks",
        "GET, /conformance/task/7, 404, there is no /conformance/task/7",
        "POST, /conformance/results, 404, there is no /conformance/results",
        "POST, /conformance/task, 405, use GET",
        "GET, /conformance/result, 405, use POST",
        "PUT, /conformance/result, 405, use POST",
    })
    void explainsUnknownPathsAndMethods(String method, String path, int status, String error) throws Exception {
        try (PlayedServer server = new PlayedServer(0)) {
            ClientTaskRoutes.serve(new ClientTasks(Duration.ofSeconds(1)), server, System.out);

            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(server.baseUri().resolve(path))
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(JSON.readTree(response.body()).path("error").asText()).contains(error);
            assertThat(response.headers().firstValue("Allow").orElse("none"))
                    .isEqualTo(status == 405 ? error.substring(4) : "none");
        }
    }

    @Test
    void namesClientInTexts() throws Exception {
        Path baseline = Files.writeString(
                folder.resolve("baseline.json"),
                "{\"deviations\": [{\"clause\": \"client.user-deleted\", \"reason\": \"not supported\"}]}");

        Run run = judge(ClientFaults.sound(), "--clauses=client.user-deleted", "--baseline=" + baseline);

        assertThat(run.out())
                .contains("stale entry: clause client.user-deleted holds for client, but")
                .doesNotContain("JudgedClient");
    }

    private static Run judge(ClientUnderTest client, String... options) throws Exception {
        RunningProgram program = RunningProgram.start(options);
        for (JsonNode task = program.nextTask();
                !task.path("state").asText().equals("ended");
                task = program.nextTask()) {
            if (task.path("state").asText().equals("open")) {
                assertThat(program.post(report(task, client))).isEqualTo("200 {}");
            }
        }
        return program.end();
    }

    private static String report(JsonNode json, ClientUnderTest client) throws Exception {
        Map<String, Object> arguments = new HashMap<>();
        json.path("arguments")
                .properties()
                .forEach(argument -> arguments.put(
                        argument.getKey(),
                        argument.getValue().isTextual()
                                ? argument.getValue().textValue()
                                : (Object) argument.getValue().longValue()));
        ClientResult result = client.perform(new ClientTask(
                URI.create(json.path("server").asText()),
                json.path("operation").asText(),
                arguments,
                json.path("accessToken").asText(),
                Duration.ofSeconds(json.path("timeoutSeconds").asLong())));
        ObjectNode report = JSON.createObjectNode();
        report.set("number", json.path("number"));
        report.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        report.put("total", result.total());
        ArrayNode users = report.putArray("users");
        result.users().forEach(user -> {
            ObjectNode each = users.addObject().put("id", user.id()).put("name", user.name());
            each.put("bio", user.bio()).put("createdAt", user.createdAt().toString());
            user.email().ifPresent(email -> each.put("email", email));
        });
        result.fields().forEach(report.putArray("fields")::add);
        result.retryAfter().ifPresent(wait -> report.put("retryAfterSeconds", wait.toSeconds()));
        return report.toString();
    }
}
