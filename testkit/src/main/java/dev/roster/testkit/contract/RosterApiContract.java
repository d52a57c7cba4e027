package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.OptionalLibrary;
import dev.roster.testkit.contract.Api.Account;
import dev.roster.testkit.contract.Api.Answer;
import dev.roster.testkit.data.Unique;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every server of Roster's API keeps, told by its base URL alone, in whatever language it is written. The server
 * may hold other users and posts; the contract makes its own.
 *
 * <p>Needs {@code com.fasterxml.jackson.core:jackson-databind} among the test dependencies.
 */
public abstract class RosterApiContract {

    static final String PASSWORD = "correct horse";

    /** For subclasses. */
    protected RosterApiContract() {}

    /** Where the server is, such as {@code http://localhost:8080}. */
    protected abstract URI baseUri();

    /** What holds for all of the API. */
    @Nested
    class Conventions extends RosterApiConventionsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** Registering, logging in, and who is calling. */
    @Nested
    class Sessions extends RosterApiSessionsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The users. */
    @Nested
    class Users extends RosterApiUsersContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The posts, one at a time. */
    @Nested
    class Posts extends RosterApiPostsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The posts, many at a time. */
    @Nested
    class PostLists extends RosterApiPostListsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** A user's posts, and what hangs on them. */
    @Nested
    class UserPosts extends RosterApiUserPostsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The comments. */
    @Nested
    class Comments extends RosterApiCommentsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** Requests that depend on a state. */
    @Nested
    class ConditionalRequests extends RosterApiConditionsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** What the parts have in common. */
    abstract static class Part {

        private Api api;

        @SuppressWarnings("NullAway.Init") // set before each clause
        Part() {}

        protected abstract URI baseUri();

        @BeforeEach
        final void connect() {
            OptionalLibrary.require(
                    "com.fasterxml.jackson.databind.ObjectMapper", "com.fasterxml.jackson.core:jackson-databind");
            api = Api.at(baseUri());
        }

        final Api api() {
            return api;
        }

        static ObjectNode registration(String email, String password, String name) {
            return Api.object().put("email", email).put("password", password).put("name", name);
        }

        static ObjectNode user(String name, String email) {
            return Api.object().put("name", name).put("email", email);
        }

        static ObjectNode post(String title, String content, boolean published) {
            return Api.object().put("title", title).put("content", content).put("published", published);
        }

        static ObjectNode comment(String content) {
            return Api.object().put("content", content);
        }

        /** A new post, as its creation answered. */
        static JsonNode posted(Api author, String title, boolean published) throws Exception {
            return author.post("/posts", post(title, "Content of " + title, published))
                    .expect(201)
                    .body();
        }

        /** Where it is found. */
        static String postPath(JsonNode post) {
            return "/posts/" + post.path("id").asLong();
        }

        /** A new comment, as its creation answered. */
        static JsonNode commented(Api author, JsonNode post, String content) throws Exception {
            return author.post(postPath(post) + "/comments", comment(content))
                    .expect(201)
                    .body();
        }

        final Account registered() throws Exception {
            String email = Unique.email();
            Answer answer = api.post("/auth/register", registration(email, PASSWORD, "Ann Example"))
                    .expect(201);
            JsonNode body = answer.body();
            return new Account(
                    body.path("id").asLong(),
                    email,
                    PASSWORD,
                    body.path("token").asText(),
                    body.path("user"));
        }

        final Answer logIn(String email, String password) throws Exception {
            return api.post("/auth/login", Api.object().put("email", email).put("password", password));
        }

        static void assertMicroseconds(String instant) {
            assertThat(Instant.parse(instant).truncatedTo(ChronoUnit.MICROS)).hasToString(instant);
        }

        static void assertUnauthorized(Answer answer, boolean tokenWasSent) {
            answer.expect(401);
            assertThat(answer.header("WWW-Authenticate")).get().asString().startsWith("Bearer");
            assertThat(answer.header("WWW-Authenticate").orElseThrow().contains("error=\"invalid_token\""))
                    .as("error of %s", answer.request())
                    .isEqualTo(tokenWasSent);
        }
    }
}
