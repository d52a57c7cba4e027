package dev.roster.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roster.testkit.fuzz.request.FuzzFixture;
import dev.roster.testkit.fuzz.request.FuzzRequest;
import dev.roster.testkit.fuzz.request.Mutation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the fuzzer on servers with planted faults. The JDK's server adds findings of its own for invalid HTTP. */
class FuzzFindingsTest {

    private static final long SEED = 1;
    private static final int REQUESTS = 120;

    /** Short, because the JDK's server waits for the rest of incomplete messages. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** A repeated group, which recurses for each element of the list. */
    private static final Pattern ENTITY_TAGS = Pattern.compile("(?:(?:W/)?\"[^\"]*\"[ ,]*)*");

    private static final String DOCUMENT = """
            {"openapi": "3.0.3", "paths": {"/things": {"post": {
              "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
              "responses": {"200": {"description": "", "content": {"application/json": {}}},
                            "422": {"description": "", "content": {"application/json": {}}}}}}},
             "components": {"schemas": {"Thing": {"type": "object", "required": ["name"], "properties": {
               "name": {"type": "string", "minLength": 1, "maxLength": 20},
               "count": {"type": "integer", "minimum": 1, "maximum": 9},
               "color": {"type": "string", "enum": ["red", "green"]}}}}}}
            """;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void findsServerError() throws Exception {
        serve((exchange, body) -> answer(exchange, body.contains("null") ? 500 : 200, ""));

        assertThat(kinds(fuzz())).contains("answered 500");
    }

    /** Given a server that parses {@code If-None-Match} by a pattern with a repeated group. Then the error is found. */
    @Test
    void findsOverflowInLongHeader() throws Exception {
        serve((exchange, body) -> {
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match"));
            try {
                answer(exchange, ENTITY_TAGS.matcher(header).matches() ? 200 : 422, "");
            } catch (StackOverflowError tooLong) {
                answer(exchange, 500, "");
            }
        });

        FuzzReport report = fuzz().run(SEED, 1_000);

        assertThat(report.findings()).extracting(Finding::problem).contains("answered 500");
    }

    @Test
    void findsErrorOfOtherShape() throws Exception {
        serve((exchange, body) -> {
            boolean refused = body.contains("red");
            answer(exchange, refused ? 422 : 200, refused ? "{\"oops\":1}" : "");
        });
        ErrorShape shape = error -> error.text().contains("oops") ? Optional.of("oops") : Optional.empty();

        assertThat(kinds(fuzz().withErrorShape(shape))).contains("answered 422: oops");
        assertThat(kinds(fuzz())).doesNotContain("answered 422: oops");
    }

    /** Given a schema that contains itself. When the fuzzer runs. Then it sends all requests. */
    @Test
    void acceptsRecursiveSchema() throws Exception {
        String endless =
                DOCUMENT.replace("\"count\": {", "\"inner\": {\"$ref\": \"#/components/schemas/Thing\"}, \"count\": {");
        serve((exchange, body) -> answer(exchange, body.contains("null") ? 500 : 200, ""));

        assertThat(ApiFuzz.of(endless, base(), FuzzFixture.NONE)
                        .withTimeout(TIMEOUT)
                        .run(SEED, REQUESTS)
                        .requestCount())
                .isEqualTo(REQUESTS);
    }

    @Test
    void findsHangingServer() throws Exception {
        serve((exchange, body) -> {
            if (body.startsWith("[")) {
                over.await();
            }
            answer(exchange, 200, "");
        });

        assertThat(kinds(fuzz())).contains("no complete response within PT0.5S");
    }

    @Test
    void findsClosedConnection() throws Exception {
        serve((exchange, body) -> {
            if (body.contains("red")) {
                exchange.close();
            } else {
                answer(exchange, 200, "");
            }
        });

        assertThat(kinds(fuzz())).anyMatch(complaint -> complaint.startsWith("closed without a complete response"));
    }

    @Test
    void findsUndocumentedStatusAndInvalidJson() throws Exception {
        serve((exchange, body) ->
                answer(exchange, body.contains("green") ? 409 : 200, body.contains("red") ? "{" : ""));

        assertThat(kinds(fuzz()))
                .contains("answered 409, which is not documented", "answered 200 with a body that is not JSON");
    }

    @Test
    void acceptsCorrectResponse() throws Exception {
        serve((exchange, body) -> answer(exchange, 200, ""));
        ApiFuzz fuzz = fuzz();
        int right = IntStream.range(0, REQUESTS)
                .filter(i -> fuzz.request(SEED, i).mutations().isEmpty())
                .findFirst()
                .orElseThrow();

        FuzzReport report = fuzz.withTimeout(Duration.ofSeconds(30)).replay(SEED, right);

        assertThat(report.findingCount()).as(report.toString()).isZero();
        assertThat(report.byStatus()).containsOnlyKeys(200);
        assertThat(report.serverErrors()).isZero();
    }

    @Test
    void generatesSameRequestsForSameSeed() {
        assertThat(generated(1)).isEqualTo(generated(1)).isNotEqualTo(generated(2));
    }

    @Test
    void generatesEveryMutation() {
        ApiFuzz fuzz = fuzz();

        assertThat(IntStream.range(0, 2_000)
                        .boxed()
                        .flatMap(i -> fuzz.request(SEED, i).mutations().stream())
                        .distinct())
                .containsAll(allMutationNames());
    }

    @Test
    void rejectsInvalidDocument() {
        for (String document : List.of("{", "{}", "{\"paths\":{\"/a\":{\"$ref\":\"#/nowhere\"}}}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ApiFuzz.of(document, base(), FuzzFixture.NONE));
        }
    }

    private static List<String> allMutationNames() {
        return Stream.of(Mutation.MEMBERS, Mutation.BODY, Mutation.HEADERS, Mutation.TARGET, Mutation.FRAMING)
                .flatMap(List::stream)
                .map(Mutation::name)
                .distinct()
                .toList();
    }

    private List<FuzzRequest> generated(long seed) {
        ApiFuzz fuzz = fuzz();
        return IntStream.range(0, 100).mapToObj(i -> fuzz.request(seed, i)).toList();
    }

    private static List<String> kinds(ApiFuzz fuzz) throws Exception {
        return fuzz.run(SEED, REQUESTS).findings().stream()
                .map(Finding::problem)
                .toList();
    }

    private ApiFuzz fuzz() {
        return ApiFuzz.of(DOCUMENT, base(), FuzzFixture.NONE).withTimeout(TIMEOUT);
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private interface Behaviour {
        void answer(HttpExchange exchange, String body) throws Exception;
    }

    private void serve(Behaviour behaviour) {
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                behaviour.answer(exchange, body);
            } catch (InterruptedException end) {
                exchange.close();
            } catch (Exception failed) {
                throw new IOException(failed);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean isEmpty = body.isEmpty() || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isEmpty ? -1 : bytes.length);
        if (!isEmpty) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
