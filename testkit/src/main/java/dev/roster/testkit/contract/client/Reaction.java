package dev.roster.testkit.contract.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the played server does with a request. */
@FunctionalInterface
interface Reaction {

    /** Longer than any client waits; the server interrupts it when it closes. */
    long SILENCE_SECONDS = 600;

    void answer(HttpExchange exchange) throws IOException, InterruptedException;

    /** Answers with JSON. */
    static Reaction json(int status, String body) {
        return with(status, Map.of("Content-Type", "application/json"), body);
    }

    /** Answers with headers and a body. */
    static Reaction with(int status, Map<String, String> headers, String body) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Answers with an error of the API. */
    static Reaction error(int status, String error, Map<String, String> headers) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            json(status, SampleUsers.error(status, error)).answer(exchange);
        };
    }

    /** Closes the connection without an answer. */
    static Reaction cut() {
        return HttpExchange::close;
    }

    /** Closes the connection in the middle of the body. */
    static Reaction truncated(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(Arrays.copyOf(bytes, bytes.length / 2));
            exchange.getResponseBody().flush();
        };
    }

    /** Keeps the connection open without an answer. */
    static Reaction silence() {
        return exchange -> TimeUnit.SECONDS.sleep(SILENCE_SECONDS);
    }
}
