package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Clauses on cross-origin requests of browsers (the CORS protocol of the Fetch standard). Each clause asserts the
 * configuration of the server: one allowed origin, every origin or none.
 */
abstract class RosterApiCrossOriginContract extends RosterApiPart {

    private static final String OTHER_ORIGIN = "https://stranger.example.net";
    private static final String ANY_ORIGIN = "*";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    /** Returns the allowed origin. Returns another origin if the server allows every origin or none. */
    private String origin() {
        return contract()
                .allowedOrigin()
                .value()
                .filter(origin -> !origin.equals(ANY_ORIGIN))
                .orElse(OTHER_ORIGIN);
    }

    private boolean isAnyOriginAllowed() {
        return contract().allowedOrigin().value().filter(ANY_ORIGIN::equals).isPresent();
    }

    private boolean isOriginAllowed() {
        return contract().allowedOrigin().value().isPresent();
    }

    private Response preflight(String origin, String method, String path, String headers) throws Exception {
        return api().withHeader("Origin", origin)
                .withHeader("Access-Control-Request-Method", method)
                .withHeader("Access-Control-Request-Headers", headers)
                .send("OPTIONS", path);
    }

    /** Asserts that the origin is allowed, or that it is not if the server allows none. */
    private void assertOriginAllowed(Response answer) {
        assertOriginAllowed(origin(), answer);
    }

    private void assertOriginAllowed(String origin, Response answer) {
        Optional<String> granted = answer.header(ALLOW_ORIGIN);
        if (isAnyOriginAllowed() && granted.filter(ANY_ORIGIN::equals).isPresent()) {
            return;
        }
        assertThat(granted)
                .as("%s of %s", ALLOW_ORIGIN, answer.request())
                .isEqualTo(isOriginAllowed() ? Optional.of(origin) : Optional.empty());
        if (isOriginAllowed()) {
            assertThat(list(answer, "Vary")).contains("origin");
        }
    }

    private static List<String> list(Response answer, String header) {
        return Stream.of(answer.header(header).orElse("").split(",", -1))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Given an allowed origin. When a browser sends a preflight request. Then the methods and headers of the API are
     * allowed.
     */
    @Clause(
            value = "api.preflight-answered",
            promise = "A preflight request from an allowed origin is granted all methods and headers of the API.",
            needs = "allowed-origin")
    void answersPreflight() throws Exception {
        for (String path : List.of("/users/1", "/users/me", "/posts", "/auth/login")) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                Response answer =
                        preflight(origin(), method, path, "authorization,content-type,if-match,if-none-match");
                assertOriginAllowed(answer);
                if (isOriginAllowed()) {
                    assertThat(answer.status()).isBetween(200, 299);
                    assertThat(list(answer, "Access-Control-Allow-Methods")).contains(method.toLowerCase(Locale.ROOT));
                    assertThat(list(answer, "Access-Control-Allow-Headers"))
                            .contains("authorization", "content-type", "if-match", "if-none-match");
                }
            }
        }
    }

    /**
     * Given an allowed origin. When its page sends requests. Then it may read all responses, including errors, and
     * their headers.
     */
    @Clause(
            value = "api.cross-origin-responses-readable",
            promise =
                    "Pages of an allowed origin can read all responses, errors too, and their headers, without credentials.",
            needs = "allowed-origin")
    void allowedOriginMayReadResponses() throws Exception {
        Account account = register();
        ApiClient page = api().withHeader("Origin", origin());

        for (Response answer : List.of(
                page.get(account.path()).expectStatus(200),
                page.withToken(account.token()).get("/users/me").expectStatus(200),
                page.withToken(account.token())
                        .post("/posts", post("Title", "Content", true))
                        .expectStatus(201),
                page.get("/users/me").expectStatus(401),
                page.get("/nothing").expectStatus(404),
                page.post("/auth/login", object()).expectStatus(422),
                page.withHeader("Accept", "text/plain").get("/posts").expectStatus(406))) {
            assertOriginAllowed(answer);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
            if (isOriginAllowed()) {
                assertThat(list(answer, "Access-Control-Expose-Headers"))
                        .contains("etag", "location", "retry-after", "x-request-id");
            }
        }
    }

    /**
     * Given an origin that is not allowed. When its page sends requests. Then it gets no CORS permission, and the
     * response is otherwise normal. If the server allows every origin, each origin is allowed.
     */
    @Clause(
            value = "api.other-origins-not-allowed",
            promise = "Pages of an origin that is not allowed get no permission.",
            needs = "allowed-origin")
    void doesNotAllowOtherOrigins() throws Exception {
        Account account = register();
        if (isAnyOriginAllowed()) {
            for (String origin : List.of(OTHER_ORIGIN, OTHER_ORIGIN + ":8443")) {
                ApiClient page = api().withHeader("Origin", origin);
                assertOriginAllowed(origin, page.get(account.path()).expectStatus(200));
                assertOriginAllowed(origin, preflight(origin, "DELETE", account.path(), "authorization"));
            }
            return;
        }
        for (String origin : List.of(OTHER_ORIGIN, "null", origin() + ".example.net")) {
            Response read =
                    api().withHeader("Origin", origin).get(account.path()).expectStatus(200);
            assertThat(read.header(ALLOW_ORIGIN)).isEmpty();
            assertThat(preflight(origin, "DELETE", account.path(), "authorization")
                            .header(ALLOW_ORIGIN))
                    .isEmpty();
        }
    }
}
