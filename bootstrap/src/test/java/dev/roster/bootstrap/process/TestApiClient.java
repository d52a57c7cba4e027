package dev.roster.bootstrap.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Client of the API for tests. Throws {@link UncheckedIOException} if there is no response. */
public final class TestApiClient {

    public static final String PASSWORD = "correct horse";

    /** Ten times the longest expected response time, including a 503 because of an unreachable database. */
    private static final Duration TIMEOUT = Duration.ofSeconds(100);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI base;

    public TestApiClient(URI base) {
        this.base = base;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> get(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    public HttpResponse<String> post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> post(String path, String json, String token) {
        return send("POST", path, json, token);
    }

    public HttpResponse<String> postForm(String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    public HttpResponse<String> put(String path, String json, String token) {
        return send("PUT", path, json, token);
    }

    public HttpResponse<String> patch(String path, String json, String token) {
        return send("PATCH", path, json, token);
    }

    public HttpResponse<String> delete(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token).DELETE());
    }

    /** Returns whether the service responds and is ready. */
    public boolean isReady() {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (UncheckedIOException unanswered) {
            return false;
        }
    }

    /** Returns whether the service reports that it reaches Redis. */
    public boolean isRedisUp() {
        return get("/health/ready").body().contains("\"redis\":\"up\"");
    }

    public HttpResponse<String> register(String email, String name) {
        return post("/auth/register", registration(email, name));
    }

    public HttpResponse<String> logIn(String email) {
        return logIn(email, PASSWORD);
    }

    public HttpResponse<String> logIn(String email, String password) {
        return post("/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    public HttpResponse<String> requestPasswordReset(String email) {
        return post("/auth/password-reset", "{\"email\":\"" + email + "\"}");
    }

    public HttpResponse<String> confirmPasswordReset(String token, String password) {
        return post("/auth/password-reset/confirm", "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
    }

    public static String registration(String email, String name) {
        return "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"name\":\"" + name + "\"}";
    }

    public static String token(HttpResponse<String> session) {
        return field(session.body(), "\"access_token\":\"([^\"]+)\"");
    }

    public static String id(HttpResponse<String> user) {
        return field(user.body(), "\"id\":([0-9]+)");
    }

    private static String field(String body, String pattern) {
        Matcher field = Pattern.compile(pattern).matcher(body);
        if (!field.find()) {
            throw new AssertionError("no " + pattern + " in " + body);
        }
        return field.group(1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(String method, String path, String json, String token) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
