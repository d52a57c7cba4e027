package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.ErrorAssertions.assertInvalid;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.testkit.data.Unique;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behavior of the routes that the API contract does not define. */
class RoutesTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private TestUser user;

    @BeforeEach
    void register() throws Exception {
        user = SERVER.newUser();
    }

    @Test
    void returnsTokenInFixedFieldOrder() throws Exception {
        JsonNode registered = SERVER.register(Unique.email(), "Ann");
        JsonNode loggedIn = json(user.logIn("12345678"));

        assertThat(registered.fieldNames())
                .toIterable()
                .startsWith("id", "email", "name", "bio", "verified", "createdAt", "updatedAt")
                .endsWith("user", "token", "access_token", "token_type", "expires_in")
                .hasSize(12);
        assertThat(loggedIn.fieldNames())
                .toIterable()
                .containsExactly("user", "token", "access_token", "token_type", "expires_in");
        assertThat(registered.path("expires_in").asLong()).isEqualTo(3_600);
        assertThat(loggedIn.path("expires_in").asLong()).isEqualTo(3_600);
    }

    @Test
    void returnsSameViewOfOwnUserOnBothPaths() throws Exception {
        HttpResponse<String> me = user.get("/users/me");
        HttpResponse<String> byId = user.get(user.path());

        assertThat(me.body()).isEqualTo(byId.body());
        assertThat(me.headers().firstValue("ETag"))
                .isPresent()
                .isEqualTo(byId.headers().firstValue("ETag"));
    }

    @Test
    void headReturnsHeadersOfGet() throws Exception {
        for (String path :
                List.of(user.path(), "/users/me", "/users", "/health/live", "/health/ready", "/users/abc", "/x")) {
            HttpResponse<String> get = user.get(path);
            HttpResponse<String> head = user.send("HEAD", path, "");

            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            for (String header : List.of("ETag", "Content-Type", "Vary", "Content-Length")) {
                assertThat(head.headers().firstValue(header))
                        .as("%s of %s", header, path)
                        .isEqualTo(get.headers().firstValue(header));
            }
        }
        assertThat(SERVER.send("HEAD", "/users/me", "").statusCode()).isEqualTo(401);
    }

    @Test
    void pageContainsItsPosition() throws Exception {
        JsonNode page = json(user.get("/users?page=2&size=1&unknown=%20&x"));

        assertThat(page.path("page").asInt()).isEqualTo(2);
        assertThat(page.path("size").asInt()).isEqualTo(1);
        assertThat(page.path("pages").asLong()).isEqualTo(page.path("total").asLong());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST  | /auth/register | {}                                           | email,password,name",
                "POST  | /auth/register | {\"email\":7,\"password\":\"x\",\"name\":null} | email,password,name",
                "POST  | /auth/login    | {\"email\":1}                                | email,password",
                "POST  | /auth/password | {\"current\":null,\"password\":7}            | current,password",
                "POST  | /users         | {\"name\":\"\",\"email\":\"nowhere\"}       | name,email",
                "PUT   | /users/1       | {\"bio\":[]}                                 | name,email,bio",
                "PATCH | /users/me      | {\"name\":null,\"bio\":false}                | name,bio",
                "POST  | /posts         | {\"published\":\"yes\",\"content\":1}        | title,content,published",
                "GET   | /posts?published=&after=x&page=1&author=&size=0&published= | `` | after,page,size,published,author",
            })
    void namesInvalidFieldsInOrder(String method, String path, String body, String fields) throws Exception {
        assertInvalid(user.sendJson(method, path, body), fields.split(",", -1));
    }

    @Test
    void namesInvalidFieldsOfForm() throws Exception {
        String form = "username=a&username=b&password=%zz";

        assertInvalid(
                SERVER.send("POST", "/auth/login", form, "Content-Type", RequestBody.FORM), "username", "password");
    }

    @ParameterizedTest
    @CsvSource({
        "/posts/9007199254740991, There is no such post.",
        "/posts/abc, There is no such post.",
        "/posts/abc/comments, There is no such post.",
        "/comments/9007199254740991, There is no such comment.",
        "/comments/abc, There is no such comment.",
        "/users/me/posts, There is no such user.",
        "/users/9007199254740991/posts, There is no such user.",
        "/comments, There is nothing at this path.",
    })
    void namesMissingResource(String path, String detail) throws Exception {
        JsonNode error = assertError(SERVER.get(path), 404, "Not found");

        assertThat(error.path("detail").asText()).isEqualTo(detail);
    }

    /** A cache must not serve another caller's 404 to the author. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/comments"})
    void variesNotFoundByAuthorization(String list) throws Exception {
        JsonNode draft = json(user.post("/posts", "{\"title\":\"T\",\"content\":\"\"}"));

        HttpResponse<String> response = SERVER.get("/posts/" + draft.path("id").asLong() + list);

        assertError(response, 404, "Not found");
        assertThat(response.headers().firstValue("Vary")).contains("Authorization");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"null, 200, 422", "\"\", 200, 401", "\"wrong horse\", 200, 401", "7, 422, 422"})
    void requiresPasswordOnlyForEmailChange(String password, int withSameEmail, int withOtherEmail) throws Exception {
        String same = "{\"name\":\"Ann\",\"email\":\"" + user.email() + "\",\"password\":" + password + "}";
        String other = same.replace(user.email(), "x" + user.email());

        assertThat(user.sendJson("PUT", user.path(), same).statusCode()).isEqualTo(withSameEmail);
        assertThat(user.sendJson("PUT", user.path(), other).statusCode()).isEqualTo(withOtherEmail);
        assertThat(json(user.get("/users/me")).path("email").asText()).isEqualTo(user.email());
    }
}
