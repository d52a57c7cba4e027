package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Posts and comments on the packaged service, with its own PostgreSQL database so that totals are known. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class PostsIT {

    private static final Pattern TITLE = Pattern.compile("\"title\":\"([^\"]*)\"");
    private static final Pattern PUBLISHED = Pattern.compile("\"published\":(true|false)");
    private static final Pattern CONTENT_OF_COMMENT =
            Pattern.compile("\"postId\":[0-9]+,\"authorId\":[0-9]+,\"content\":\"([^\"]*)\"");
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]*)\"");

    @TempDir
    Path directory;

    @Test
    void returnsOnlyPublishedPostsToOthers() throws Exception {
        try (PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {});
                RosterProcess roster = RosterProcess.serve(
                        directory,
                        Map.of("DATABASE_URL", database.url(), "JWT_SECRET", "a secret for the length of a test"))) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            HttpResponse<String> ann = api.register("ann@example.com", "Ann");
            String annsToken = TestApiClient.token(ann);
            String bobsToken = TestApiClient.token(api.register("bob@example.com", "Bob"));

            List<String> newestFirst = new ArrayList<>();
            String newest = "";
            for (int i = 0; i < 15; i++) {
                HttpResponse<String> post = api.post("/posts", post("Post " + i, i % 2 == 0), annsToken);
                assertThat(post.statusCode()).as(post.body()).isEqualTo(201);
                newestFirst.add(0, "Post " + i);
                newest = "/posts/" + TestApiClient.id(post);
            }

            String first = body(api.get("/posts?page=1&size=10", annsToken));
            assertThat(all(TITLE, first)).isEqualTo(newestFirst.subList(0, 10));
            assertThat(first).endsWith("],\"total\":15,\"page\":1,\"size\":10,\"pages\":2}");
            assertThat(all(TITLE, body(api.get("/posts?page=2&size=10", annsToken))))
                    .isEqualTo(newestFirst.subList(10, 15));
            for (String page : List.of(
                    body(api.get("/posts?published=true", annsToken)),
                    body(api.get("/posts", bobsToken)),
                    body(api.get("/posts")))) {
                assertThat(all(PUBLISHED, page)).hasSize(8).containsOnly("true");
                assertThat(page).contains("\"total\":8,");
            }
            assertThat(slices(api, annsToken)).isEqualTo(newestFirst);

            for (String content : List.of("Nice.", "Indeed.")) {
                HttpResponse<String> comment =
                        api.post(newest + "/comments", "{\"content\":\"" + content + "\"}", bobsToken);
                assertThat(comment.statusCode()).as(comment.body()).isEqualTo(201);
            }
            String annsPosts = "/users/" + TestApiClient.id(ann) + "/posts?include=comments&size=1";
            String withComments = body(api.get(annsPosts));
            assertThat(all(CONTENT_OF_COMMENT, withComments)).containsExactly("Nice.", "Indeed.");
            assertThat(withComments).contains("\"commentCount\":2").contains("\"total\":8,");

            assertThat(api.delete("/users/" + TestApiClient.id(ann), annsToken).statusCode())
                    .isEqualTo(204);

            assertThat(body(api.get("/posts", bobsToken))).startsWith("{\"items\":[],\"total\":0,");
            for (String gone : List.of(newest, newest + "/comments", annsPosts)) {
                assertThat(api.get(gone, bobsToken).statusCode()).as(gone).isEqualTo(404);
            }
            assertThat(roster.err()).isEmpty();
        }
    }

    private static List<String> slices(TestApiClient api, String token) throws Exception {
        List<String> titles = new ArrayList<>();
        String slice = body(api.get("/posts?size=4&after=", token));
        titles.addAll(all(TITLE, slice));
        while (!slice.endsWith(",\"next\":null}")) {
            slice = body(api.get("/posts?size=4&after=" + all(NEXT, slice).get(0), token));
            titles.addAll(all(TITLE, slice));
        }
        return titles;
    }

    private static String post(String title, boolean published) {
        return "{\"title\":\"" + title + "\",\"content\":\"Content\",\"published\":" + published + "}";
    }

    private static String body(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static List<String> all(Pattern field, String body) {
        return field.matcher(body)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
