package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import dev.roster.testkit.faulty.client.ClientFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
        Run run = run(List.of("client", "--port=0", "--wait=0", "--clauses=users.*", "--baseline=no.json"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--port must be from 1 to 65535, but was 0", "--wait must be a number of seconds")
                .contains("--clauses matches no clause: users.*", "the baseline no.json cannot be read");
        assertThat(run(List.of("client")).err()).contains("--port");
        assertThat(run(List.of("client", "--port=1", "--colour")).err()).contains("unknown option --colour");
        assertThat(run(List.of("client", "--help")).out()).contains("--port=PORT", "/conformance/task");
    }

    @Test
    void endsIfNoClientComesOrPortIsInUse() throws Exception {
        assertThat(run(List.of("client", "--port=" + freePort(), "--wait=1")).err())
                .contains("no client asked for a task within 1 seconds, so nothing was run");
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(List.of("client", "--port=" + used.getLocalPort())).err())
                    .contains("port " + used.getLocalPort() + " cannot be used: ");
        }
    }

    @Test
    void explainsRejectedResult() throws Exception {
        int port = freePort();
        CompletableFuture<Run> run = CompletableFuture.supplyAsync(
                () -> run(List.of("client", "--port=" + port, "--clauses=client.user-deleted")));
        URI base = URI.create("http://localhost:" + port + "/conformance/");
        JsonNode task = nextTask(base);

        String number = "\"number\": " + task.path("number");
        assertThat(post(base, "{" + number)).contains("the result is not JSON");
        assertThat(post(base, "{\"number\": 99}")).contains("no task 99 is open");
        assertThat(post(base, "{" + number + ", \"outcome\": \"gone\"}")).contains("outcome must be one of user, page");
        assertThat(post(base, "{" + number + ", \"outcome\": \"user\", \"users\": [{\"id\": 1}]}"))
                .contains("a user must have id, name, bio and createdAt");
        assertThat(post(base, "{" + number + ", \"outcome\": \"deleted\"}")).isEqualTo("{}");
        assertThat(run.get().out()).contains("FAILED   client.user-deleted");
    }

    /** Result of the program. */
    private record Run(int exitCode, String out, String err) {}

    private static Run run(List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Main(
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Run judge(ClientUnderTest client, String... options) throws Exception {
        int port = freePort();
        CompletableFuture<Run> run = CompletableFuture.supplyAsync(() ->
                run(Stream.concat(Stream.of("client", "--port=" + port), Stream.of(options))
                        .toList()));
        URI base = URI.create("http://localhost:" + port + "/conformance/");
        for (JsonNode task = nextTask(base); !task.path("state").asText().equals("ended"); task = nextTask(base)) {
            if (task.path("state").asText().equals("open")) {
                assertThat(post(base, report(task, client))).isEqualTo("{}");
            }
        }
        return run.get();
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
        return report.toString();
    }

    /** Asks for a task; the program may not listen yet, or not any more. */
    private static JsonNode nextTask(URI base) throws InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(base.resolve("task")).build();
                return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
            } catch (IOException refused) {
                Thread.sleep(50);
            }
        }
        return JSON.createObjectNode().put("state", "ended");
    }

    private static String post(URI base, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("result"))
                .POST(BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
