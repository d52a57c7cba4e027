package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.traffic.SlowBodies;
import dev.roster.testkit.data.Unique;
import java.net.URI;
import java.util.List;

/** Clauses on content negotiation, methods, caching (RFC 9110 and 9111), and bodies that arrive slowly. */
abstract class RosterApiContentContract extends RosterApiPart {

    /**
     * Given requests with an {@code Accept} header. When it excludes JSON. Then the response is 406, and nothing is
     * changed. Every header that admits JSON is accepted.
     */
    @Clause(
            value = "api.unacceptable-format-rejected",
            promise =
                    "A request whose Accept header excludes JSON gets 406 and changes nothing; every header that admits JSON is accepted.")
    void rejectsUnacceptableFormat() throws Exception {
        Account account = register();
        String email = Unique.email();
        for (String unmet : List.of("text/html", "application/xml, text/*", "application/json;q=0", "*/*;q=0")) {
            ApiClient api = api().withHeader("Accept", unmet);
            api.get("/posts").expectError(406, "Not acceptable");
            api.get(account.path()).expectStatus(406);
            api.get("/users/me").expectStatus(406);
            api.post("/auth/register", registration(email, RosterApiContract.PASSWORD, "Ann"))
                    .expectStatus(406);
            api.withToken(account.token()).delete(account.path()).expectStatus(406);
        }
        for (String met : List.of(
                "*/*",
                "application/*",
                "Application/JSON",
                "application/json; charset=utf-8",
                "APPLICATION/* ;Q=0.5; ",
                "text/html, *; q=.2, */*; q=.2",
                "text/html, application/json;q=0.1",
                "text/html, */*;q=0.1",
                "text/html;q=0, */*")) {
            api().withHeader("Accept", met).get(account.path()).expectStatus(200);
        }
        assertThat(account.api().read("/users/me")).isEqualTo(account.user());
        register(email, RosterApiContract.PASSWORD, "Ann");
    }

    /**
     * Given any path. When it is requested with OPTIONS by an anonymous caller. Then the response is 204 with the
     * supported methods in {@code Allow}, or 404 for an unknown path.
     */
    @Clause(
            value = "api.options-list-methods",
            promise = "OPTIONS returns the supported methods of a path to any caller.")
    void optionsListsAllowedMethods() throws Exception {
        assertMethods("/users", "GET", "HEAD", "POST");
        assertMethods("/users/me", "GET", "HEAD", "PATCH");
        assertMethods("/users/1", "GET", "HEAD", "PUT", "DELETE");
        assertMethods("/posts/1", "GET", "HEAD", "PUT", "PATCH", "DELETE");
        assertMethods("/auth/login", "POST");
        api().send("OPTIONS", "/nothing").expectStatus(404);
    }

    private void assertMethods(String path, String... methods) throws Exception {
        Response answer = api().send("OPTIONS", path).expectEmpty(204);
        assertThat(answer.header("Allow").orElse("").split(", *", -1))
                .as("Allow of %s", path)
                .contains(methods)
                .contains("OPTIONS")
                .hasSize(methods.length + 1);
    }

    /**
     * Given a created user, post or comment. When its {@code Location}, resolved against the URL of the request, is
     * read. Then it returns the same body as the creation. The same holds for a registered user.
     */
    @Clause(
            value = "api.location-points-to-created",
            promise = "The Location of a created resource returns the same body as the creation.")
    void locationPointsToCreatedResource() throws Exception {
        Account account = register();
        ApiClient owner = account.api();
        JsonNode post = createPost(owner, "Title", true);

        for (Response created : List.of(
                owner.post("/users", user("Bob", Unique.email())),
                owner.post("/posts", post("Title", "Content", false)),
                owner.post(commentsPath(post), comment("Content")))) {
            assertThat(owner.read(location(owner, created))).isEqualTo(created.body());
        }
        Response registered =
                api().post("/auth/register", registration(Unique.email(), RosterApiContract.PASSWORD, "Ann"));
        ApiClient self = api().withToken(registered.text("token"));
        assertThat(self.read(location(self, registered)))
                .isEqualTo(registered.body().path("user"));
    }

    /** Returns the path that a client would read, below the base URL. */
    private static String location(ApiClient client, Response created) {
        created.expectStatus(201);
        URI location =
                created.response().uri().resolve(created.header("Location").orElseThrow());
        return client.pathOf(location);
    }

    /**
     * Given public responses, responses to authenticated callers and errors. When they are read. Then
     * {@code Cache-Control} requires revalidation, excludes authenticated responses from shared caches and errors from
     * all caches.
     */
    @Clause(
            value = "api.caching-declared",
            promise =
                    "No cache serves a stale response, one of an authenticated caller to another caller, or an error.")
    void declaresCaching() throws Exception {
        Account account = register();
        ApiClient owner = account.api();
        JsonNode post = createPost(owner, "Title", true);
        List<String> paths = List.of(account.path(), account.path() + "/posts", "/posts", postPath(post));

        for (String path : paths) {
            assertThat(caching(api().get(path).expectStatus(200))).isEqualTo("no-cache");
            assertThat(caching(owner.get(path).expectStatus(200))).isEqualTo("private, no-cache");
            assertThat(owner.get(path).header("Vary")).get().asString().contains("Authorization");
        }
        assertThat(caching(owner.get("/users/me").expectStatus(200))).isEqualTo("private, no-cache");
        String tag = owner.get("/users/me").etag();
        assertThat(caching(
                        owner.withHeader("If-None-Match", tag).get("/users/me").expectStatus(304)))
                .isEqualTo("private, no-cache");
        for (Response refusal : List.of(
                api().get("/users/0").expectStatus(404),
                api().get("/nothing").expectStatus(404),
                api().get("/users/me").expectStatus(401),
                api().get("/posts?page=0").expectStatus(422))) {
            assertThat(caching(refusal)).isEqualTo("no-store");
        }
    }

    private static String caching(Response answer) {
        return answer.header("Cache-Control")
                .orElse("nothing")
                .replace(",", ", ")
                .replace(",  ", ", ");
    }

    /**
     * Given any response with a body. When its headers are read. Then {@code X-Content-Type-Options} is
     * {@code nosniff}.
     */
    @Clause(value = "api.content-sniffing-disabled", promise = "Browsers do not guess the type of any response.")
    void disablesContentSniffing() throws Exception {
        for (String path : List.of("/posts", "/nothing", "/users/me", "/health/live", "/openapi.json")) {
            assertThat(api().get(path).header("X-Content-Type-Options"))
                    .as("of %s", path)
                    .contains("nosniff");
        }
    }

    /**
     * Given an anonymous caller. When it reads {@code /openapi.json}. Then it gets an OpenAPI document with an
     * {@code ETag} that caches can revalidate.
     */
    @Clause(
            value = "api.openapi-document-served",
            promise = "An anonymous caller can read the OpenAPI document of the API and revalidate its copy.")
    void servesOpenApiDocument() throws Exception {
        Response document = api().get("/openapi.json").expectStatus(200);

        assertThat(document.text("openapi")).startsWith("3.");
        for (String path : List.of("/users/{id}", "/posts", "/auth/login", "/comments/{id}")) {
            assertThat(document.body().path("paths").has(path)).as(path).isTrue();
        }
        assertThat(document.header("Content-Type")).get().asString().startsWith("application/json");
        api().withHeader("If-None-Match", document.etag()).get("/openapi.json").expectEmpty(304);
    }

    /**
     * Given an anonymous caller. When it reads {@code /docs} as HTML. Then it gets a page that no other page may frame
     * and that loads nothing from other hosts.
     */
    @Clause(
            value = "api.docs-page-served",
            promise =
                    "An anonymous caller can read the documentation as a page that loads nothing from other hosts and cannot be framed.")
    void servesDocsPage() throws Exception {
        Response page = api().withHeader("Accept", "text/html").get("/docs").expectStatus(200);

        assertThat(page.header("Content-Type")).get().asString().startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("http:", "https:", "script-src 'unsafe-inline'", "unsafe-eval");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Referrer-Policy")).isPresent();
        api().withHeader("Accept", "application/json").get("/docs").expectStatus(406);
    }

    /**
     * Given 200 requests with bodies of which only the first byte has arrived. When other requests are sent by the same
     * client. Then they are answered as usual.
     */
    @Clause(
            value = "api.slow-bodies-do-not-block",
            promise = "Bodies that arrive slowly do not keep other requests from being answered.")
    void slowBodiesDoNotBlock() throws Exception {
        Account account = register();

        try (SlowBodies slow = SlowBodies.send(api().uri("/auth/login"), 200)) {
            slow.awaitSent();
            for (int i = 0; i < 5; i++) {
                assertThat(account.api().read("/users/me")).isEqualTo(account.user());
                createPost(account.api(), "Number " + i, true);
                api().post("/auth/register", object()).expectStatus(422);
            }
        }
    }
}
