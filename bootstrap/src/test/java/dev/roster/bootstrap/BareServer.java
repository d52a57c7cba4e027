package dev.roster.bootstrap;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.HttpStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * The least that can be done to answer {@code GET /users/{id}} from Redis with what {@code roster.jar} is made of: one
 * {@code GET}, and its bytes as they are. In a process of its own, to measure against.
 */
final class BareServer implements AutoCloseable {

    private final Process process;
    private final URI uri;

    private BareServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts it, on the Redis of that URL. */
    static BareServer start(String redis) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        redis)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("http://")) {
                return new BareServer(process, URI.create(line));
            }
        }
        throw new IllegalStateException("the bare server did not start");
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Takes the URL of Redis. */
    public static void main(String[] args) {
        // Its pool holds eight connections, one for each of the clients.
        RedisClient redis = RedisClient.create(args[0]);
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.routes.get("/users/{id}", ctx -> {
                byte @Nullable [] found =
                        redis.get(("user:" + ctx.pathParam("id")).getBytes(StandardCharsets.US_ASCII));
                if (found == null) {
                    ctx.status(HttpStatus.NOT_FOUND);
                } else {
                    ctx.contentType("application/json").result(found);
                }
            });
        });
        server.start("localhost", 0);
        System.out.println("http://localhost:" + server.port());
    }
}
