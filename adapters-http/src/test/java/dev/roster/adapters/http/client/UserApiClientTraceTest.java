package dev.roster.adapters.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.trace.TraceContext;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that records the headers of each request, and says that there is no such user. */
class UserApiClientTraceTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";
    private static final String CONTINUED = "00-" + TRACE_ID + "-[0-9a-f]{16}-01";
    private static final UserId SOMEONE = new UserId(7);

    private final List<Headers> received = new CopyOnWriteArrayList<>();
    private final HttpServer remote = remote();
    private final UserApiClient client = new UserApiClient(
            URI.create("http://127.0.0.1:" + remote.getAddress().getPort()), () -> "token", Duration.ofSeconds(60));

    private HttpServer remote() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                received.add(exchange.getRequestHeaders());
                byte[] body = "{\"status\":404,\"error\":\"Not found\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(404, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @AfterEach
    void close() {
        remote.stop(0);
    }

    @Test
    void continuesTraceOfTheRequestThatIsHandled() throws Exception {
        try (TestServer server = TestServer.withStorage(askingTheRemoteServer())) {
            server.get("/users/1", "traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2");
            server.get("/users/1");
        }

        assertThat(received).hasSize(2);
        Headers traced = received.get(0);
        assertThat(traced.get("traceparent"))
                .singleElement()
                .asString()
                .matches(CONTINUED)
                .isNotEqualTo(PARENT);
        assertThat(traced.get("tracestate")).containsExactly("a=1,b=2");
        assertThat(received.get(1)).doesNotContainKeys("Traceparent", "Tracestate");
    }

    @Test
    void sendsEachCallAsSpanOfItsOwn() {
        TraceContext.parse(PARENT, "").orElseThrow().call(() -> {
            client.findById(SOMEONE);
            return client.findById(SOMEONE);
        });

        List<String> sent = received.stream()
                .map(headers -> headers.getFirst("traceparent"))
                .toList();
        assertThat(sent).hasSize(2).doesNotHaveDuplicates().allMatch(value -> value.matches(CONTINUED));
        assertThat(received).noneMatch(headers -> headers.containsKey("tracestate"));
    }

    @Test
    void startsNoTrace() {
        client.findById(SOMEONE);

        assertThat(received)
                .singleElement()
                .satisfies(headers -> assertThat(headers).doesNotContainKeys("Traceparent", "Tracestate"));
    }

    @Test
    void continuesNoTraceOfInvalidHeader() throws Exception {
        try (TestServer server = TestServer.withStorage(askingTheRemoteServer())) {
            server.get("/users/1", "traceparent", "00-" + TRACE_ID + "-nothing-01", "tracestate", "a=1");
            server.get("/users/1", "traceparent", PARENT, "traceparent", PARENT);
        }

        assertThat(received)
                .hasSize(2)
                .allSatisfy(headers -> assertThat(headers).doesNotContainKeys("Traceparent", "Tracestate"));
    }

    private ForwardingStorage askingTheRemoteServer() {
        InMemoryStorage storage = new InMemoryStorage();
        return new ForwardingStorage(storage) {
            @Override
            public UserRepository users() {
                return new ForwardingUserRepository(storage.users()) {
                    @Override
                    public Optional<User> findById(UserId id) {
                        assertThat(client.findById(id)).isEmpty();
                        return Optional.empty();
                    }
                };
            }
        };
    }
}
