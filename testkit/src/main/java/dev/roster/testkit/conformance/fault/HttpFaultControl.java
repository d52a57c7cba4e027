package dev.roster.testkit.conformance.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Fault control in another process, in any language, that is reached by HTTP. All requests are below a base URL; none
 * has a body:
 *
 * <table>
 * <caption>Requests of the control API</caption>
 * <tr><th>request</th><th>response</th></tr>
 * <tr><td>{@code GET /}</td><td>200 and the faults that it can cause, as JSON:
 *     {@code {"faults": ["cut", "slow", "stop"]}}</td></tr>
 * <tr><td>{@code POST /cut}, {@code POST /stop}</td><td>204 as soon as the fault has begun</td></tr>
 * <tr><td>{@code POST /slow?millis=N}</td><td>204; N is the delay of each response</td></tr>
 * <tr><td>{@code POST /forward}</td><td>204 as soon as cut and slow have ended</td></tr>
 * <tr><td>{@code POST /restart}</td><td>204 as soon as the stopped server accepts connections again</td></tr>
 * </table>
 *
 * <p>Errors are plain text: 400 for a missing or invalid {@code millis}, 404 for another path, 405 with {@code Allow}
 * for another method, 501 for a fault that it cannot cause, and 500 if causing it failed. {@code
 * dev.roster.testkit.server.FaultControlServer} is such a server.
 */
public final class HttpFaultControl implements FaultControl {

    /** Stopping and starting a server may take long. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int NOT_IMPLEMENTED = 501;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String base;
    private final Set<Kind> kinds;

    private HttpFaultControl(URI base) throws IOException {
        this.base = base.toString().replaceFirst("/$", "");
        this.kinds = kinds(send("GET", "/", CONNECT_TIMEOUT, 200));
    }

    /**
     * Connects to a control, and asks it for its faults.
     *
     * @param base the base URL, with or without a path
     * @throws IOException if no control responds there; the message says what is wrong
     */
    public static HttpFaultControl open(URI base) throws IOException {
        return new HttpFaultControl(base);
    }

    private Set<Kind> kinds(String body) throws IOException {
        EnumSet<Kind> known = EnumSet.noneOf(Kind.class);
        try {
            JsonNode faults = new ObjectMapper().readTree(body).path("faults");
            for (Kind kind : Kind.values()) {
                for (JsonNode fault : faults) {
                    if (fault.asText().equals(word(kind))) {
                        known.add(kind);
                    }
                }
            }
        } catch (JsonProcessingException notJson) {
            throw new IOException(noFaults(body), notJson);
        }
        if (!known.contains(Kind.CUT) && !known.contains(Kind.STOP)) {
            throw new IOException(noFaults(body));
        }
        return known;
    }

    private String noFaults(String body) {
        return "the fault control at " + base + " must answer GET / with its faults, cut or stop at least, such as "
                + "{\"faults\": [\"cut\", \"slow\", \"stop\"]}, but the response was '" + shortened(body) + "'";
    }

    /** Returns the name of a fault in the API. */
    public static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.copyOf(kinds);
    }

    @Override
    public void cut() throws IOException {
        post("/cut");
    }

    @Override
    public void slow(Duration delay) throws IOException {
        post("/slow?millis=" + delay.toMillis());
    }

    @Override
    public void forward() throws IOException {
        post("/forward");
    }

    @Override
    public void stop() throws IOException {
        post("/stop");
    }

    @Override
    public void restart() throws IOException {
        post("/restart");
    }

    private void post(String path) throws IOException {
        send("POST", path, TIMEOUT, 204);
    }

    private String send(String method, String path, Duration timeout, int expected) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .method(method, BodyPublishers.noBody())
                .build();
        String control = "the fault control at " + base;
        HttpResponse<String> response;
        try {
            response = client.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IOException(control + " does not respond to " + method + " " + path + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + method + " " + path, interrupted);
        }
        String answered = control + " must answer " + method + " " + path + " with " + expected + ", but answered "
                + response.statusCode() + " '" + shortened(response.body()) + "'";
        if (response.statusCode() == NOT_IMPLEMENTED) {
            throw new UnsupportedOperationException(answered);
        }
        if (response.statusCode() != expected) {
            throw new IOException(answered);
        }
        return response.body();
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + " ...";
    }
}
