package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.List;

/** Clauses on the whole API: bodies, errors, request ids, methods, health. */
abstract class RosterApiConventionsContract extends RosterApiPart {

    /** Shorter than the 8 KiB that most servers accept for all headers together. */
    private static final int MAX_HEADER_LENGTH = 7_000;

    private static final List<String> LIST_HEADERS = List.of(
            "If-None-Match",
            "If-Match",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Content-Type",
            "Content-Encoding",
            "Cookie",
            "Forwarded",
            "Origin",
            "Range",
            "X-Forwarded-For",
            "X-Request-Id");

    private static final List<String> LIST_ELEMENTS =
            List.of(",", "\"", "\"\",", "W/\"a\", ", "\\\"", "a,", ";", "a/b;c=d,", "a.", "[", "::1, ", "a=\"b\";");

    /**
     * Given requests with a valid, an invalid and no request id. When they are sent. Then the valid id is returned, and
     * the others get a generated one.
     */
    @Clause(
            value = "api.request-id-echoed-or-generated",
            promise = "Every response has a request id: the one of the request if it is valid, or else a new one.")
    void echoesOrGeneratesRequestId() throws Exception {
        String first = api().get("/health/live").header("X-Request-Id").orElseThrow();
        String second = api().get("/health/live").header("X-Request-Id").orElseThrow();
        assertThat(first).isNotBlank().isNotEqualTo(second);

        assertThat(api().withHeader("X-Request-Id", "trace-42.A_b")
                        .get("/users/me")
                        .header("X-Request-Id"))
                .contains("trace-42.A_b");
        for (String bad : List.of("x".repeat(500), "<script>", "a b")) {
            assertThat(api().withHeader("X-Request-Id", bad).get("/users/me").header("X-Request-Id"))
                    .get()
                    .isNotEqualTo(bad);
        }
    }

    /**
     * Given bodies that are not JSON. When one is sent. Then the response is 400 with the line and column of the error.
     */
    @Clause(
            value = "api.malformed-json-located",
            promise = "A body that is not JSON gets 400 with the line and column of the error.")
    void locatesErrorInMalformedJson() throws Exception {
        for (String path : List.of("/auth/register", "/auth/login", "/users")) {
            Response answer = api().sendJson("POST", path, "{\n  \"email\": \"a@example.com\",\n  oops\n}");
            answer.expectError(400, "Malformed JSON");
            assertThat(answer.text("detail")).contains("line 3").contains("column");
        }
        for (String body : List.of("", "{", "{}x", "{\"a\":1,}", "{\"name\":\"a\",\"name\":\"b\"}", "\u0000", "nul")) {
            api().sendJson("POST", "/auth/register", body).expectStatus(400);
        }
    }

    /** Given JSON that is not an object. When it is sent. Then the response is 422 that names the body. */
    @Clause(
            value = "api.body-must-be-an-object",
            promise = "A JSON body that is not an object gets 422, which names the body.")
    void rejectsBodyThatIsNoObject() throws Exception {
        for (String body : List.of("[]", "\"text\"", "1", "null", "true")) {
            api().sendJson("POST", "/auth/register", body).expectInvalid("body");
        }
    }

    /** Given a body whose {@code Content-Type} is missing or wrong. When it is sent. Then the response is 415. */
    @Clause(
            value = "api.wrong-content-type-rejected",
            promise =
                    "A body whose Content-Type is missing or not supported gets 415; the type is compared as HTTP defines it.")
    void rejectsWrongContentType() throws Exception {
        String body =
                registration(Unique.email(), RosterApiContract.PASSWORD, "Ann").toString();
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense")) {
            api().send("POST", "/auth/register", type, body).expectStatus(415);
        }
        api().send("POST", "/auth/register", null, body).expectStatus(415);
        api().send("POST", "/auth/login", "text/plain", body).expectStatus(415);
        // Case, white space, quotation marks and unknown parameters do not matter (RFC 9110, section 8.3.1).
        for (String type : List.of(
                "Application/JSON; charset=UTF-8",
                "application/json ;charset=\"utf-8\";",
                "application/json; x=\"a;charset=latin1\"")) {
            String other = registration(Unique.email(), RosterApiContract.PASSWORD, "Ann")
                    .toString();
            api().send("POST", "/auth/register", type, other).expectStatus(201);
        }
    }

    /** Given a body of more than 1 MiB. When it is sent. Then the response is 413. */
    @Clause(value = "api.large-body-rejected", promise = "A body of more than 1 MiB gets 413.")
    void rejectsLargeBody() throws Exception {
        String name = "x".repeat(1 << 20);
        api().post("/auth/register", registration(Unique.email(), RosterApiContract.PASSWORD, name))
                .expectStatus(413);
    }

    /**
     * Given headers with thousands of list elements or quotation marks. When they are sent. Then the server does not
     * respond with a server error, and answers the next request.
     */
    @Clause(
            value = "api.long-headers-answered",
            promise = "Long lists in headers cause no server error, and the server stays available.")
    void answersRequestsWithLongHeaders() throws Exception {
        Account account = register();

        for (String header : LIST_HEADERS) {
            for (String element : LIST_ELEMENTS) {
                String value = element.repeat(MAX_HEADER_LENGTH / element.length());
                ApiClient client = account.api().withHeader(header, value);
                for (Response response : List.of(
                        client.get(account.path()),
                        client.patch("/users/me", object()),
                        client.post("/auth/login", object()))) {
                    assertThat(response.status())
                            .as("status of %s with '%s' repeated in %s", response.request(), element, header)
                            .isLessThan(500);
                }
            }
        }
        account.api().get("/users/me").expectStatus(200);
    }

    /**
     * Given a known path. When it is requested with an unsupported method. Then the response is 405 with the supported
     * methods in {@code Allow}.
     */
    @Clause(
            value = "api.wrong-method-lists-allowed",
            promise = "An unsupported method on a known path gets 405 with the supported methods in Allow.")
    void wrongMethodListsAllowedMethods() throws Exception {
        Response answer = api().delete("/auth/login").expectStatus(405);
        assertThat(answer.header("Allow")).get().asString().contains("POST");
        assertThat(api().sendJson("POST", "/users/1", "{}").expectStatus(405).header("Allow"))
                .get()
                .asString()
                .contains("GET", "PUT", "DELETE");
    }

    /** Given unknown paths and invalid ids. When they are requested. Then the response is 404. */
    @Clause(value = "api.unknown-path-not-found", promise = "Unknown paths and invalid ids get 404.")
    void returnsNotFoundForUnknownPath() throws Exception {
        for (String path : List.of(
                "/",
                "/nothing",
                "/users/me/nothing",
                "/users/abc",
                "/users/0",
                "/users/-1",
                "/users/1.5",
                "/users/9007199254740991",
                "/users/9007199254740992",
                "/users/99999999999999999999",
                "/users/%F0%9F%98%80")) {
            api().get(path).expectStatus(404);
        }
    }

    /** Given unknown fields and query parameters. When they are sent. Then they are ignored. */
    @Clause(
            value = "api.unknown-input-ignored",
            promise =
                    "Unknown fields and query parameters are ignored, and fields that the server sets cannot be set by a client.")
    void ignoresUnknownInput() throws Exception {
        Response answer = api().post(
                        "/auth/register?colour=blue",
                        registration(Unique.email(), RosterApiContract.PASSWORD, "Ann")
                                .put("id", 1)
                                .put("verified", true)
                                .put("role", "ADMIN")
                                .put("colour", "blue"))
                .expectStatus(201);

        answer.expectFields(object().put("verified", false));
        assertThat(answer.body().has("colour")).isFalse();
        api().withToken(answer.text("token")).read("/users?colour=blue&page=1");
    }

    /**
     * Given fields of the wrong JSON type. When they are sent. Then the response names each of them, together with all
     * other invalid fields.
     */
    @Clause(
            value = "api.wrong-json-types-named",
            promise = "A field of the wrong JSON type gets 422, which names it together with all other invalid fields.")
    void namesFieldsOfWrongJsonType() throws Exception {
        api().sendJson("POST", "/auth/register", "{\"email\": 5, \"password\": [\"x\"], \"name\": \"\"}")
                .expectInvalid("email", "password", "name");
        api().sendJson("POST", "/auth/register", "{\"email\": null, \"name\": {}}")
                .expectInvalid("email", "password", "name");
    }

    /**
     * Given texts of many scripts. When they are stored. Then they are returned exactly. Lone surrogates and NUL are
     * rejected.
     */
    @Clause(
            value = "api.text-kept-exactly",
            promise =
                    "Texts of a profile are returned exactly as sent; text that is not valid Unicode or contains NUL is rejected.")
    void preservesText() throws Exception {
        Account account = register();
        for (String text : List.of(
                "Zoe\u0308",
                "שלום مرحبا",
                "O'Brien \"x\" \\ </script>",
                "👩‍👩‍👧‍👦",
                "😀".repeat(100),
                "tab\tline\n\u2028")) {
            ObjectNode texts = object().put("name", text).put("bio", text);
            account.api().patch("/users/me", texts).expectStatus(200).expectFields(texts);
            api().get(account.path()).expectFields(texts);
        }
        for (String bad : List.of("\\ud800", "\\u0000", "a\\udc00b")) {
            account.api()
                    .sendJson("PATCH", "/users/me", "{\"name\": \"" + bad + "\"}")
                    .expectInvalid("name");
        }
    }

    /**
     * Given a path that supports GET. When it is requested with HEAD. Then status and headers are the same, and there
     * is no body.
     */
    @Clause(value = "api.head-like-get", promise = "HEAD returns the status and headers of GET, without a body.")
    void headMatchesGet() throws Exception {
        Account account = register();
        assertHeadLikeGet(account.path());
        assertThat(api().get(account.path()).header("ETag")).isPresent();

        api().send("HEAD", "/users/0").expectStatus(404);
    }

    /** Given a running server. When an anonymous caller reads its health. Then it is up and ready. */
    @Clause(value = "api.health-reported", promise = "An anonymous caller can read whether the server is up and ready.")
    void reportsHealth() throws Exception {
        assertThat(api().get("/health/live").expectStatus(200).text("status")).isEqualTo("up");
        assertThat(api().get("/health/ready").expectStatus(200).text("status")).isEqualTo("up");
    }
}
