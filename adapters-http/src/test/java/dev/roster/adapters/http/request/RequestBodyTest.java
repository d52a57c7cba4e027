package dev.roster.adapters.http.request;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.http.TestServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    private static final String VALID = "{\"email\":\"a@example.com\",\"password\":\"12345678\",\"name\":\"A\"}";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    /** The clock advances with each read, like a client that sends one byte every ten seconds. */
    @Test
    void timesOutOnSlowBody() {
        AtomicLong seconds = new AtomicLong();
        AtomicInteger reads = new AtomicInteger();
        InputStream trickle = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                reads.incrementAndGet();
                seconds.addAndGet(10);
                buffer[offset] = 'x';
                return 1;
            }
        };

        assertThatExceptionOfType(HttpErrorException.class)
                .isThrownBy(() -> RequestBody.read(
                        trickle, 8_192, () -> Duration.ofSeconds(seconds.get()).toNanos()))
                .satisfies(fault -> assertThat(fault.status()).isEqualTo(408));
        assertThat(reads).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=iso-8859-1",
                "application/jsonx",
                "json",
                "*/*",
                "application/x-www-form-urlencoded",
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
    void rejectsMissingContentType() throws Exception {
        assertError(SERVER.send("POST", "/auth/register", VALID), 415, "Unsupported media type");
        assertError(SERVER.send("POST", "/auth/login", VALID), 415, "Unsupported media type");
        assertError(SERVER.send("POST", "/auth/register", ""), 400, "Malformed JSON");
    }

    @Test
    void rejectsCompressedBody() throws Exception {
        assertError(SERVER.post("/auth/register", VALID, "Content-Encoding", "gzip"), 415, "Unsupported media type");
        assertError(
                SERVER.post("/auth/register", VALID.replace("12345678", "1"), "Content-Encoding", "identity"),
                422,
                "Validation failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=UTF-8", "Application/JSON ; charset=\"utf-8\"; x=y"})
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

    @Test
    void rejectsTooLargeChunkedBody() throws Exception {
        byte[] body = " ".repeat(RequestBody.MAX_SIZE + 1).getBytes(StandardCharsets.US_ASCII);
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(SERVER.baseUri() + "/auth/register"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        assertError(SERVER.send(chunked), 413, "Content too large");
    }
}
