package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import dev.roster.testkit.data.Unique;
import java.net.URI;
import java.util.List;

/** What may be asked for in which form, and what may be kept of it (RFC 9110 and 9111). */
abstract class RosterApiContentContract extends RosterApiPart {

    RosterApiContentContract() {}

    /** Given {@code ContentNegotiation} that does not admit JSON; then 406 and nothing is done; if it does, in any way, it is met. */
    @Clause("api.unmet-accept-refused")
    void unmetAcceptRefused() throws Exception {
        Account account = registered();
        String email = Unique.email();
        for (String unmet : List.of("text/html", "application/xml, text/*", "application/json;q=0", "*/*;q=0")) {
            ApiClient api = api().with("Accept", unmet);
            assertThat(api.get("/posts").expect(406).text("error")).isEqualTo("Not acceptable");
            api.get(account.path()).expect(406);
            api.get("/users/me").expect(406);
            api.post("/auth/register", registration(email, RosterApiContract.PASSWORD, "Ann"))
                    .expect(406);
            api.as(account).delete(account.path()).expect(406);
        }
        for (String met : List.of(
                "*/*",
                "application/*",
                "Application/JSON",
                "application/json; charset=utf-8",
                "text/html, application/json;q=0.1",
                "text/html, */*;q=0.1",
                "text/html;q=0, */*")) {
            api().with("Accept", met).get(account.path()).expect(200);
        }
        assertThat(api().as(account).get("/users/me").expect(200).body()).isEqualTo(account.user());
        api().post("/auth/register", registration(email, RosterApiContract.PASSWORD, "Ann"))
                .expect(201);
    }

    /** Given OPTIONS; then 204 with the methods that a path takes, for anybody; 404 where there is nothing. */
    @Clause("api.options-tell-methods")
    void optionsTellMethods() throws Exception {
        assertMethods("/users", "GET", "HEAD", "POST");
        assertMethods("/users/me", "GET", "HEAD", "PATCH");
        assertMethods("/users/1", "GET", "HEAD", "PUT", "DELETE");
        assertMethods("/posts/1", "GET", "HEAD", "PUT", "PATCH", "DELETE");
        assertMethods("/auth/login", "POST");
        api().send("OPTIONS", "/nothing", null, null).expect(404);
    }

    private void assertMethods(String path, String... methods) throws Exception {
        Answer answer = api().send("OPTIONS", path, null, null).expect(204);
        assertThat(answer.header("Allow").orElse("").split(", *", -1))
                .as("Allow of %s", path)
                .contains(methods)
                .contains("OPTIONS")
                .hasSize(methods.length + 1);
        assertThat(answer.response().body()).isEmpty();
    }

    /** Given what was created; then {@code Location} leads to it, as its creation answered. */
    @Clause("api.location-leads-to-created")
    void locationLeadsToCreated() throws Exception {
        Account account = registered();
        ApiClient owner = api().as(account);
        JsonNode post = posted(owner, "Title", true);

        for (Answer created : List.of(
                owner.post("/users", user("Bob", Unique.email())),
                owner.post("/posts", post("Title", "Content", false)),
                owner.post(postPath(post) + "/comments", comment("Content")))) {
            created.expect(201);
            String path = URI.create(created.header("Location").orElseThrow()).getPath();
            // A server may have its API below a path, which is in Location but in no path of ours.
            String ours = path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1));
            assertThat(owner.get(ours).expect(200).body()).isEqualTo(created.body());
        }
    }

    /** Given answers that may be kept, or may not; then they say so: nobody's view is shown to others, nor an old one. */
    @Clause("api.caching-told")
    void cachingTold() throws Exception {
        Account account = registered();
        ApiClient owner = api().as(account);
        JsonNode post = posted(owner, "Title", true);
        List<String> paths = List.of(account.path(), account.path() + "/posts", "/posts", postPath(post));

        for (String path : paths) {
            assertThat(caching(api().get(path).expect(200))).isEqualTo("no-cache");
            assertThat(caching(owner.get(path).expect(200))).isEqualTo("private, no-cache");
            assertThat(owner.get(path).header("Vary")).get().asString().contains("Authorization");
        }
        assertThat(caching(owner.get("/users/me").expect(200))).isEqualTo("private, no-cache");
        String tag = owner.get("/users/me").header("ETag").orElseThrow();
        assertThat(caching(owner.with("If-None-Match", tag).get("/users/me").expect(304)))
                .isEqualTo("private, no-cache");
        for (Answer refusal : List.of(
                api().get("/users/0").expect(404),
                api().get("/nothing").expect(404),
                api().get("/users/me").expect(401),
                api().get("/posts?page=0").expect(422))) {
            assertThat(caching(refusal)).isEqualTo("no-store");
        }
    }

    private static String caching(Answer answer) {
        return answer.header("Cache-Control")
                .orElse("nothing")
                .replace(",", ", ")
                .replace(",  ", ", ");
    }

    /** Given any answer with a body; then browsers are told not to guess at its type. */
    @Clause("api.type-not-guessed")
    void typeNotGuessed() throws Exception {
        for (String path : List.of("/posts", "/nothing", "/users/me", "/health/live", "/openapi.json")) {
            assertThat(api().get(path).header("X-Content-Type-Options"))
                    .as("of %s", path)
                    .contains("nosniff");
        }
    }

    /** Given a client developer; then the API is told as an OpenAPI document, for which caches can ask again. */
    @Clause("api.document-served")
    void documentServed() throws Exception {
        Answer document = api().get("/openapi.json").expect(200);

        assertThat(document.text("openapi")).startsWith("3.");
        for (String path : List.of("/users/{id}", "/posts", "/auth/login", "/comments/{id}")) {
            assertThat(document.body().path("paths").has(path)).as(path).isTrue();
        }
        assertThat(document.header("Content-Type")).get().asString().startsWith("application/json");
        String tag = document.header("ETag").orElseThrow();
        Answer again = api().with("If-None-Match", tag).get("/openapi.json").expect(304);
        assertThat(again.response().body()).isEmpty();
    }

    /** Given a person; then the API is told on a page, which no other page may frame, and which runs nothing foreign. */
    @Clause("api.docs-page-served")
    void docsPageServed() throws Exception {
        Answer page = api().with("Accept", "text/html").get("/docs").expect(200);

        assertThat(page.header("Content-Type")).get().asString().startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("http:", "https:", "script-src 'unsafe-inline'", "unsafe-eval");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Referrer-Policy")).isPresent();
        api().with("Accept", "application/json").get("/docs").expect(406);
    }
}
