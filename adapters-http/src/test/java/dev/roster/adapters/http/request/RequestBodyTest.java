package dev.roster.adapters.http.request;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    private static final String VALID = "{\"email\":\"a@example.com\",\"password\":\"12345678\",\"name\":\"A\"}";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json; charset=\"utf-8;\"",
                "application/json; charset=",
                "application/jsonx",
                "json",
                "*/*",
                "multipart/form-data; boundary=x",
                ";",
                "charset"
            })
    void rejectsWrongContentType(String contentType) throws Exception {
        assertError(
                SERVER.send("POST", "/auth/register", VALID, "Content-Type", contentType),
                415,
                "Unsupported media type");
    }

    @Test
    void requiresContentTypeOnlyWithBody() throws Exception {
        assertError(SERVER.send("POST", "/auth/login", VALID), 415, "Unsupported media type");
        assertError(SERVER.send("POST", "/auth/register", ""), 400, "Malformed JSON");
    }

    @Test
    void rejectsCompressedBody() throws Exception {
        assertError(SERVER.post("/auth/register", VALID, "Content-Encoding", "gzip"), 415, "Unsupported media type");
        assertError(
                SERVER.post("/auth/register", VALID, "Content-Encoding", "identity, gzip"),
                415,
                "Unsupported media type");
        for (String harmless : List.of("identity", "Identity, identity", "")) {
            assertError(
                    SERVER.post("/auth/register", VALID.replace("12345678", "1"), "Content-Encoding", harmless),
                    422,
                    "Validation failed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=UTF-8",
                "Application/JSON ; charset=\"utf-8\"; x=y",
                "application/json;",
                "application/json ;; ",
                "application/json;charset",
                "application/json; CHARSET = Utf-8",
                "application/json; charset=utf8",
                "application/json; charset=US-ASCII",
                "application/json; charset='utf-8'",
                "application/json; charset=\"utf\\-8\"",
                "application/json; charset=utf-8; charset=UTF-8",
                "application/json; x=\"a;charset=latin1\"",
                "application/json; x=\"\\\"\"; charset=utf-8"
            })
    void acceptsJsonContentTypes(String contentType) throws Exception {
        assertError(SERVER.send("POST", "/auth/register", "{}", "Content-Type", contentType), 422, "Validation failed");
    }

    @Test
    void rejectsTooLargeBody() throws Exception {
        String fits = "{\"name\":\"" + "x".repeat(RequestBody.MAX_SIZE - 11) + "\"}";
        assertThat(fits).hasSize(RequestBody.MAX_SIZE);

        assertError(SERVER.post("/auth/register", fits), 422, "Validation failed");
        assertError(SERVER.post("/auth/register", fits + " "), 413, "Content too large");
        assertError(SERVER.post("/users", fits + " ".repeat(4_000_000)), 413, "Content too large");
        assertError(
                SERVER.send("POST", "/auth/login", fits + " ", "Content-Type", "application/x-www-form-urlencoded"),
                413,
                "Content too large");
    }
}
