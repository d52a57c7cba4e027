package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.TestServer.bearer;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.data.Unique;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Behavior of users that the API contract does not define. */
class UserRoutesTest {

    private static final String[] FIELDS = {"id", "email", "name", "bio", "verified", "createdAt", "updatedAt"};

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private String token;
    private String path;
    private String email;

    @BeforeEach
    void register() throws Exception {
        JsonNode user = SERVER.newUser();
        token = user.path("access_token").asText();
        path = "/users/" + user.path("id").asLong();
        email = user.path("email").asText();
    }

    @Test
    void registrationReturnsJsonAndOauthFields() throws Exception {
        String body = "{\"email\":\"" + Unique.email() + "\",\"password\":\"p4ssw0rd!\",\"name\":\"Ann\",\"x\":1}";
        HttpResponse<String> response = SERVER.post("/auth/register", body);
        JsonNode json = json(response);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(names(json))
                .startsWith(FIELDS)
                .endsWith("user", "token", "access_token", "token_type", "expires_in")
                .hasSize(12);
        assertThat(names(json.path("user"))).containsExactly(FIELDS);
        for (String field : FIELDS) {
            assertThat(json.path("user").path(field)).isEqualTo(json.path(field));
        }
        assertThat(json.path("token")).isEqualTo(json.path("access_token"));
        assertThat(json.path("token_type").asText()).isEqualTo("bearer");
        assertThat(json.path("expires_in").isIntegralNumber()).isTrue();
        assertThat(json.path("expires_in").asLong()).isEqualTo(3600);
        assertThat(response.headers().firstValue("Location"))
                .contains("/users/" + json.path("id").asLong());
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.body()).doesNotContain("p4ssw0rd!");
    }

    @Test
    void loginAcceptsJsonAndForm() throws Exception {
        HttpResponse<String> asJson =
                SERVER.post("/auth/login", "{\"email\":\"" + email + "\",\"password\":\"12345678\"}");
        HttpResponse<String> asForm = SERVER.send(
                "POST",
                "/auth/login",
                "grant_type=password&username=" + email.replace("@", "%40") + "&password=12345678&scope=",
                "Content-Type",
                "application/x-www-form-urlencoded; charset=UTF-8");

        for (HttpResponse<String> response : List.of(asJson, asForm)) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(names(json(response)))
                    .containsExactly("user", "token", "access_token", "token_type", "expires_in");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(SERVER.get(
                                    "/users/me",
                                    bearer(json(response).path("token").asText()))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void publicAndFullViewsDifferInFieldsAndTags() throws Exception {
        HttpResponse<String> anonymous = SERVER.get(path);
        HttpResponse<String> signedIn = SERVER.get(path, bearer(token));
        HttpResponse<String> me = SERVER.get("/users/me", bearer(token));

        assertThat(names(json(anonymous))).containsExactly("id", "name", "bio", "createdAt");
        assertThat(names(json(signedIn))).containsExactly(FIELDS);
        assertThat(me.body()).isEqualTo(signedIn.body());
        assertThat(tag(me)).isEqualTo(tag(signedIn)).isNotEqualTo(tag(anonymous));
        for (HttpResponse<String> response : List.of(anonymous, signedIn, me)) {
            assertThat(response.headers().firstValue("Vary")).contains("Authorization");
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(tag(response)).startsWith("\"").endsWith("\"");
        }
    }

    @Test
    void headReturnsHeadersOfGet() throws Exception {
        for (String target :
                List.of(path, "/users/me", "/users", "/health/live", "/health/ready", "/users/abc", "/x")) {
            HttpResponse<String> get = SERVER.get(target, bearer(token));
            HttpResponse<String> head = SERVER.send("HEAD", target, "", bearer(token));

            assertThat(head.statusCode()).as(target).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            for (String header : List.of("ETag", "Content-Type", "Vary")) {
                assertThat(head.headers().firstValue(header))
                        .isEqualTo(get.headers().firstValue(header));
            }
            assertThat(head.headers().firstValue("Content-Length"))
                    .as(target)
                    .isEqualTo(get.headers().firstValue("Content-Length"));
        }
        assertThat(SERVER.send("HEAD", "/users/me", "").statusCode()).isEqualTo(401);
    }

    @Test
    void putReplacesAndPatchMerges() throws Exception {
        assertThat(patch("{\"bio\":\"of mine\"}").path("bio").asText()).isEqualTo("of mine");
        assertThat(patch("{\"name\":\"Bea\"}").path("bio").asText()).isEqualTo("of mine");
        assertThat(patch("{}").path("name").asText()).isEqualTo("Bea");
        assertThat(patch("{\"bio\":null}").path("bio").asText()).isEmpty();
        assertThat(patch("{\"bio\":\"again\"}").path("bio").asText()).isEqualTo("again");

        HttpResponse<String> put =
                SERVER.sendJson("PUT", path, "{\"name\":\"Cat\",\"email\":\"" + email + "\"}", bearer(token));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(json(put).path("bio").asText()).isEmpty();
        assertThat(json(put).path("name").asText()).isEqualTo("Cat");
    }

    @Test
    void deletionReturnsNoContent() throws Exception {
        HttpResponse<String> response = delete();

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertError(SERVER.get(path), 404, "Not found");
        assertError(SERVER.get("/users/me", bearer(token)), 401, "Unauthorized");
    }

    @Test
    void pageContainsItsPosition() throws Exception {
        HttpResponse<String> response = SERVER.get("/users?page=2&size=1&unknown=%20&x", bearer(token));
        JsonNode json = json(response);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(names(json)).containsExactly("items", "total", "page", "size", "pages");
        assertThat(json.path("page").asInt()).isEqualTo(2);
        assertThat(json.path("size").asInt()).isEqualTo(1);
        assertThat(json.path("pages").asLong()).isEqualTo(json.path("total").asLong());
        assertThat(json(SERVER.get("/users", bearer(token))).path("size").asInt())
                .isEqualTo(20);
    }

    private HttpResponse<String> delete(String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        all.addAll(List.of(headers));
        return SERVER.send("DELETE", path, "", all.toArray(String[]::new));
    }

    private JsonNode patch(String body) throws Exception {
        HttpResponse<String> response = SERVER.sendJson("PATCH", "/users/me", body, bearer(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
