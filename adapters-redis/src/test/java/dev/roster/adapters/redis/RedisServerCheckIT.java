package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.server.DedicatedRedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection says at its start about a server that cannot be used, or not always. */
class RedisServerCheckIT {

    @ParameterizedTest
    @ValueSource(strings = {"", "/1"})
    void rejectsNodeOfCluster(String database, @TempDir Path directory) {
        try (DedicatedRedisServer node =
                new DedicatedRedisServer("--cluster-enabled", "yes", "--dir", directory.toString())) {
            assertRejected(node.url() + database, "localhost:" + node.port() + " is a node of a cluster");
        }
    }

    @Test
    void rejectsSentinel() throws Exception {
        String info = "# Server\r\nredis_version:7.0.15\r\nredis_mode:sentinel\r\n";
        try (ServerSocket sentinel = servingInfo("$" + info.length() + "\r\n" + info + "\r\n")) {
            assertRejected(url(sentinel), "is a Sentinel");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "ERROR\r\n", "\u0015\u0003"})
    void rejectsServerWithOtherProtocol(String reply) throws Exception {
        try (ServerSocket other = serving(request -> reply)) {
            assertRejected(url(other), "is not a Redis");
        }
    }

    @Test
    void acceptsServerWithoutInfo() throws Exception {
        try (ServerSocket restricted = servingInfo("-NOPERM no rights\r\n");
                RedisConnection redis = TestRedis.connect(url(restricted))) {
            assertThat(redis.isUp()).isTrue();
        }
    }

    @Test
    void warnsOfReplica() {
        try (DedicatedRedisServer replica = new DedicatedRedisServer("--replicaof", "127.0.0.1", "1");
                LogLines log = new LogLines(replica.port());
                RedisConnection redis = TestRedis.connect(replica.url())) {
            assertThat(redis.isUp()).isTrue();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING")
                    .contains("is a replica of 127.0.0.1:1");
        }
    }

    @Test
    void warnsOfLimitWithoutEviction() {
        try (DedicatedRedisServer full = new DedicatedRedisServer("--maxmemory", "100mb");
                LogLines log = new LogLines(full.port());
                RedisConnection redis = TestRedis.connect(full.url())) {
            assertThat(redis.isUp()).isTrue();
            assertThat(log.lines()).singleElement().asString().contains("noeviction", "allkeys-lru");
        }
    }

    private static void assertRejected(String url, String reason) {
        assertThatExceptionOfType(UnsuitableRedisException.class)
                .isThrownBy(() -> TestRedis.connect(url).close())
                .withMessageContaining(reason);
    }

    private static String url(ServerSocket server) {
        return "redis://localhost:" + server.getLocalPort();
    }

    /** Starts a Redis that knows only the commands of the start. */
    private static ServerSocket servingInfo(String reply) throws IOException {
        return serving(request -> request.contains("INFO")
                ? reply
                : request.contains("HELLO") ? "*2\r\n$5\r\nproto\r\n:2\r\n" : "+PONG\r\n");
    }

    /** Starts a server that replies to each request as scripted, until it is closed. */
    private static ServerSocket serving(UnaryOperator<String> replies) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    serve(server.accept(), replies);
                }
            } catch (IOException closed) {
                // The test has ended.
            }
        });
        accepting.setDaemon(true);
        accepting.start();
        return server;
    }

    private static void serve(Socket client, UnaryOperator<String> replies) {
        Thread serving = new Thread(() -> {
            try (client) {
                InputStream in = client.getInputStream();
                byte[] buffer = new byte[10_000];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    String reply = replies.apply(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    client.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                // The client has closed the connection.
            }
        });
        serving.setDaemon(true);
        serving.start();
    }
}
