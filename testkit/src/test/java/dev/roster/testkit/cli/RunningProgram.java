package dev.roster.testkit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program {@code client} while it runs. */
record RunningProgram(CompletableFuture<Run> run, URI tasks) {

    /** On two processors, the common pool has one thread, and these tasks wait for each other. */
    static final Executor THREAD_EACH = task -> new Thread(task, "test").start();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Result of the program. */
    record Run(int exitCode, String out, String err) {}

    /** Runs the program with all its arguments until its end. */
    static Run run(List<String> args) {
        return run(args, new ByteArrayOutputStream());
    }

    private static Run run(List<String> args, ByteArrayOutputStream out) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Main(
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Starts the program on a free port and waits until it says that it waits. */
    static RunningProgram start(String... options) throws Exception {
        CompletableFuture<URI> tasks = new CompletableFuture<>();
        List<String> args = Stream.concat(Stream.of("client", "--port=0"), Stream.of(options))
                .toList();
        CompletableFuture<Run> run =
                CompletableFuture.supplyAsync(() -> run(args, new TaskAddress(tasks)), THREAD_EACH);
        CompletableFuture<URI> ended = run.thenApply(early -> {
            throw new AssertionError("the program ended: " + early);
        });
        return new RunningProgram(run, tasks.applyToEither(ended, each -> each).get(60, TimeUnit.SECONDS));
    }

    /** Returns the base URL of the played server. */
    String server() {
        return "http://" + tasks.getAuthority();
    }

    /** Asks for a task until there is one, or none is left. */
    JsonNode nextTask() throws IOException, InterruptedException {
        JsonNode task;
        do {
            task = JSON.readTree(HTTP.send(HttpRequest.newBuilder(tasks).build(), BodyHandlers.ofString())
                    .body());
        } while (task.path("state").asText().equals("wait"));
        return task;
    }

    /** Returns status and body of the answer to a result. */
    String post(String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tasks.resolve("result"))
                .POST(BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    /** Waits for the end of the program. */
    Run end() throws Exception {
        return run.get(100, TimeUnit.SECONDS);
    }

    /** Output of the program that completes the address when the program has printed it. */
    private static final class TaskAddress extends ByteArrayOutputStream {

        private static final Pattern WAITING = Pattern.compile("waiting for a client at (\\S+)\\R");

        private final CompletableFuture<URI> address;

        TaskAddress(CompletableFuture<URI> address) {
            this.address = address;
        }

        @Override
        public synchronized void flush() {
            Matcher printed = WAITING.matcher(toString(StandardCharsets.UTF_8));
            if (printed.find()) {
                address.complete(URI.create(printed.group(1)));
            }
        }
    }
}
