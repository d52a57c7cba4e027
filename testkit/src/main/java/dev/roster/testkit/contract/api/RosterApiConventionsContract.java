package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import dev.roster.testkit.data.Unique;
import java.util.List;

/** What holds for all of the API: bodies, errors, ids, methods, health. */
abstract class RosterApiConventionsContract extends RosterApiPart {

    RosterApiConventionsContract() {}

    /** Given a request without an id; then one is made; given one with an id, it comes back; given a bad one, not. */
    @Clause("api.request-id-echoed-or-made")
    void requestIdEchoedOrMade() throws Exception {
        String first = api().get("/health/live").header("X-Request-Id").orElseThrow();
        String second = api().get("/health/live").header("X-Request-Id").orElseThrow();
        assertThat(first).isNotBlank().isNotEqualTo(second);

        assertThat(api().with("X-Request-Id", "trace-42.A_b").get("/users/me").header("X-Request-Id"))
                .contains("trace-42.A_b");
        for (String bad : List.of("x".repeat(500), "<script>", "a b")) {
            assertThat(api().with("X-Request-Id", bad).get("/users/me").header("X-Request-Id"))
                    .get()
                    .isNotEqualTo(bad);
        }
    }

    /** Given bodies that are not JSON; then 400 with the place of the fault. */
    @Clause("api.malformed-json-located")
    void malformedJsonLocated() throws Exception {
        for (String path : List.of("/auth/register", "/auth/login", "/users")) {
            Answer answer = api().send(
                            "POST", path, "application/json", "{\n  \"email\": \"a@example.com\",\n  oops\n}")
                    .expect(400);
            assertThat(answer.text("error")).isEqualTo("Malformed JSON");
            assertThat(answer.text("detail")).contains("line 3").contains("column");
        }
        for (String body : List.of("", "{", "{}x", "{\"a\":1,}", "{\"name\":\"a\",\"name\":\"b\"}", "\u0000", "nul")) {
            api().send("POST", "/auth/register", "application/json", body).expect(400);
        }
    }

    /** Given JSON that is not an object; then 422, for the body is at fault. */
    @Clause("api.body-must-be-an-object")
    void bodyMustBeAnObject() throws Exception {
        for (String body : List.of("[]", "\"text\"", "1", "null", "true")) {
            assertThat(api().send("POST", "/auth/register", "application/json", body)
                            .faults())
                    .containsExactly("body");
        }
    }

    /** Given a body of another type than the one due, or of none; then 415. */
    @Clause("api.wrong-content-type-refused")
    void wrongContentTypeRefused() throws Exception {
        String body =
                registration(Unique.email(), RosterApiContract.PASSWORD, "Ann").toString();
        for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense")) {
            api().send("POST", "/auth/register", type, body).expect(415);
        }
        api().send("POST", "/auth/register", null, body).expect(415);
        api().send("POST", "/auth/login", "text/plain", body).expect(415);
        // Parameters and case of the type do not matter (RFC 9110, section 8.3.1).
        api().send("POST", "/auth/register", "Application/JSON; charset=UTF-8", body)
                .expect(201);
    }

    /** Given a body of more than 1 MiB; then 413. */
    @Clause("api.large-body-refused")
    void largeBodyRefused() throws Exception {
        String name = "x".repeat(1 << 20);
        api().post("/auth/register", registration(Unique.email(), RosterApiContract.PASSWORD, name))
                .expect(413);
    }

    /** Given a path there is, and a method it does not take; then 405 with the methods it does take. */
    @Clause("api.wrong-method-tells-allowed")
    void wrongMethodTellsAllowed() throws Exception {
        Answer answer = api().delete("/auth/login").expect(405);
        assertThat(answer.header("Allow")).get().asString().contains("POST");
        assertThat(api().send("POST", "/users/1", "application/json", "{}")
                        .expect(405)
                        .header("Allow"))
                .get()
                .asString()
                .contains("GET", "PUT", "DELETE");
    }

    /** Given paths there are not, and ids that are none; then 404. */
    @Clause("api.unknown-path-not-found")
    void unknownPathNotFound() throws Exception {
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
            api().get(path).expect(404);
        }
    }

    /** Given fields and query parameters nobody knows; then they are ignored. */
    @Clause("api.unknown-input-ignored")
    void unknownInputIgnored() throws Exception {
        Answer answer = api().post(
                        "/auth/register?colour=blue",
                        registration(Unique.email(), RosterApiContract.PASSWORD, "Ann")
                                .put("id", 1)
                                .put("verified", true)
                                .put("role", "ADMIN")
                                .put("colour", "blue"))
                .expect(201);

        assertThat(answer.body().path("verified").asBoolean(true)).isFalse();
        assertThat(answer.body().has("colour")).isFalse();
        api().with("Authorization", "Bearer " + answer.text("token"))
                .get("/users?colour=blue&page=1")
                .expect(200);
    }

    /** Given fields of the wrong JSON type; then each is named, with all other faults. */
    @Clause("api.wrong-json-types-named")
    void wrongJsonTypesNamed() throws Exception {
        assertThat(api().send(
                                "POST",
                                "/auth/register",
                                "application/json",
                                "{\"email\": 5, \"password\": [\"x\"], \"name\": \"\"}")
                        .faults())
                .containsExactlyInAnyOrder("email", "password", "name");
        assertThat(api().send("POST", "/auth/register", "application/json", "{\"email\": null, \"name\": {}}")
                        .faults())
                .containsExactlyInAnyOrder("email", "password", "name");
    }

    /** Given texts of many scripts; then they come back exactly, and lone surrogates and NUL are refused. */
    @Clause("api.text-kept-exactly")
    void textKeptExactly() throws Exception {
        Account account = registered();
        for (String text : List.of(
                "Zoe\u0308",
                "שלום مرحبا",
                "O'Brien \"x\" \\ </script>",
                "👩‍👩‍👧‍👦",
                "😀".repeat(100),
                "tab\tline\n\u2028")) {
            Answer patched = api().as(account)
                    .patch("/users/me", ApiClient.object().put("name", text).put("bio", text))
                    .expect(200);
            assertThat(patched.text("name")).isEqualTo(text);
            assertThat(api().get(account.path()).text("bio")).isEqualTo(text);
        }
        for (String bad : List.of("\\ud800", "\\u0000", "a\\udc00b")) {
            assertThat(api().as(account)
                            .send("PATCH", "/users/me", "application/json", "{\"name\": \"" + bad + "\"}")
                            .faults())
                    .containsExactly("name");
        }
    }

    /** Given HEAD where GET works; then the same status and headers, and no body. */
    @Clause("api.head-like-get")
    void headLikeGet() throws Exception {
        Account account = registered();
        Answer get = api().get(account.path()).expect(200);

        Answer head = api().send("HEAD", account.path(), null, null).expect(200);

        assertThat(head.response().body()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag")).isPresent();
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        api().send("HEAD", "/users/0", null, null).expect(404);
    }

    /** Given a server that runs; then it says that it is up, and ready, without asking who wants to know. */
    @Clause("api.health-told")
    void healthTold() throws Exception {
        assertThat(api().get("/health/live").expect(200).text("status")).isEqualTo("up");
        assertThat(api().get("/health/ready").expect(200).text("status")).isEqualTo("up");
    }
}
