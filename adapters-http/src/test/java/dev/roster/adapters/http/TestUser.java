package dev.roster.adapters.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

/** A registered user with the password {@code 12345678}, who sends requests with their access token. */
public record TestUser(TestServer server, long id, String email, String token) {

    public String path() {
        return "/users/" + id;
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    /** Sends a POST with JSON. */
    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return sendJson("POST", path, body);
    }

    public HttpResponse<String> sendJson(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return server.sendJson(method, path, body, withToken(headers));
    }

    /** Sends a request without adding a {@code Content-Type}. An empty text sends no body. */
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return server.send(method, path, body, withToken(headers));
    }

    /** Logs in without the access token. */
    public HttpResponse<String> logIn(String password) throws IOException, InterruptedException {
        return server.post("/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private String[] withToken(String... headers) {
        return Stream.concat(Stream.of(TestServer.bearer(token)), Stream.of(headers))
                .toArray(String[]::new);
    }
}
