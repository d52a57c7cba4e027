package dev.roster.bootstrap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.conformance.ConformanceProgram.Result;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.server.HttpProxy;
import dev.roster.testkit.server.HttpProxy.Response;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code roster-conformance.jar} against servers with planted faults. */
@ResourceLock(RosterProcess.SECOND_LOCK)
@Timeout(600)
class ConformanceFaultsIT {

    private final Path directory;
    private final ConformanceProgram program;

    ConformanceFaultsIT(@TempDir Path directory) {
        this.directory = directory;
        program = new ConformanceProgram(directory);
    }

    @Test
    void namesClauseOfBrokenEndpoint() throws Exception {
        Map<String, String> settings = program.settings("jdbc:h2:mem:broken");
        try (Roster roster = LowCostRoster.start(settings);
                HttpProxy broken = HttpProxy.inFrontOf(
                        roster.baseUri(),
                        (method, path, answer) ->
                                method.equals("DELETE") && path.startsWith("/comments/") && answer.status() == 204
                                        ? answer.withStatus(200)
                                        : answer)) {
            Result ran = program.run(broken.baseUri(), "", "--only=comments,accounts");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.clauses("failed"))
                    .as(ran.output())
                    .containsExactlyInAnyOrder(
                            "api.comment-deletable-by-authors-only", "api.comment-readable-like-post");
            assertThat(ran.clauses("not-run")).isNotEmpty();
        }
    }

    @Test
    void deletesUsersCreatedWithWrongStatus() throws Exception {
        Map<String, String> settings = program.settings("jdbc:h2:mem:made");
        try (Roster roster = LowCostRoster.start(settings);
                HttpProxy broken = HttpProxy.inFrontOf(
                        roster.baseUri(),
                        (method, path, answer) -> answer.status() == 201 ? answer.withStatus(200) : answer)) {
            TestApiClient api = new TestApiClient(roster.baseUri());
            String ann = TestApiClient.token(api.register("ann@example.com", "Ann"));
            String before = api.get("/users", ann).body();

            Result ran = program.run(broken.baseUri(), "", "--only=sessions,users");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.report().path("usersLeftBehind")).isEmpty();
            assertThat(api.get("/users", ann).body()).isEqualTo(before);
        }
    }

    @Test
    void everyContentOriginAndAdminClauseDetectsItsFault() throws Exception {
        Map<String, String> settings = program.settings("jdbc:h2:file:" + directory.resolve("faults"));
        ConformanceProgram.grantAdmin(settings);
        try (Roster roster = LowCostRoster.start(settings);
                HttpProxy broken = HttpProxy.inFrontOf(roster.baseUri(), ConformanceFaultsIT::plantFault)) {
            String admin = TestApiClient.token(new TestApiClient(roster.baseUri()).logIn(ConformanceProgram.ADMIN));

            Result ran = program.run(
                    broken.baseUri(),
                    admin,
                    "--only=content,cross-origin,admins",
                    "--cors-origin=" + ConformanceProgram.ORIGIN);

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.clauses("passed"))
                    .as("clauses that did not detect the fault")
                    .isEmpty();
            assertThat(ran.clauses("failed"))
                    .contains(
                            "api.unacceptable-format-rejected",
                            "api.options-list-methods",
                            "api.location-points-to-created",
                            "api.caching-declared",
                            "api.content-sniffing-disabled",
                            "api.openapi-document-served",
                            "api.docs-page-served",
                            "api.slow-bodies-do-not-block",
                            "api.preflight-answered",
                            "api.cross-origin-responses-readable",
                            "api.other-origins-not-allowed",
                            "api.admin-manages-users",
                            "api.admin-manages-posts",
                            "api.admin-change-shows-no-draft",
                            "api.admin-deletes-comments");
        }
    }

    @Test
    void detectsServerThatForgetsKnownClients() throws Exception {
        Map<String, String> settings = program.settings("jdbc:h2:mem:forgetful");
        try (Roster roster = LowCostRoster.start(settings);
                HttpProxy forgetful = HttpProxy.inFrontOf(
                        roster.baseUri(),
                        (method, path, answer) -> path.equals("/auth/login") && answer.status() == 200
                                ? answer.with("Set-Cookie", "roster_login_hint=any; Max-Age=60; HttpOnly; SameSite=Lax")
                                : answer)) {
            Result ran = program.run(forgetful.baseUri(), "", "--only=login-throttling");

            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(1);
            assertThat(ran.clauses("failed")).as(ran.output()).containsExactly("api.known-client-not-shut-out");
        }
    }

    /** Returns a planted fault for each clause. */
    private static Response plantFault(String method, String path, Response answer) {
        return switch (method + " " + path.replaceAll("[0-9]+", "N")) {
            case "GET /posts" ->
                answer.status() == 406
                        ? answer.withStatus(200)
                        : answer.without("Cache-Control").with("Access-Control-Expose-Headers", "ETag");
            case "POST /auth/register" -> answer.status() == 422 ? answer.withStatus(503) : answer;
            case "OPTIONS /users/me" -> answer.without("Allow").without("Access-Control-Allow-Methods");
            case "POST /posts" -> answer.with("Location", "/posts/0");
            case "GET /health/live" -> answer.without("X-Content-Type-Options");
            case "GET /openapi.json" -> answer.without("ETag");
            case "GET /docs" -> answer.without("Content-Security-Policy");
            case "GET /users/me" -> answer.without("Access-Control-Expose-Headers");
            case "GET /users/N" -> answer.with("Access-Control-Allow-Origin", "*");
            case "PUT /users/N" -> answer.withBody(answer.body().replace("\"verified\":false", "\"verified\":true"));
            case "PATCH /posts/N" ->
                answer.withStatus(answer.status() == 404 ? 200 : answer.status())
                        .withBody(answer.body().replaceFirst("\"authorId\":[0-9]+", "\"authorId\":0"));
            case "DELETE /comments/N" -> answer.withStatus(204).withBody("");
            default -> answer;
        };
    }
}
