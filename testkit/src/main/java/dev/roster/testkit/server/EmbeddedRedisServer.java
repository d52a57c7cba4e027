package dev.roster.testkit.server;

import dev.roster.testkit.conformance.OptionalLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A server from the binary on the class path. It stops when the JVM ends, and writes nothing to disk. */
final class EmbeddedRedisServer {

    private EmbeddedRedisServer() {}

    static RedisAddress start() {
        OptionalLibrary.require("redis.embedded.RedisServer", "com.github.codemonstur:embedded-redis");
        return Binary.start();
    }

    /** Apart, so that the library is touched only once it is known to be there. */
    private static final class Binary {

        static RedisAddress start() {
            try {
                int port = freePort();
                redis.embedded.RedisServer.newRedisServer()
                        .port(port)
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .setting("appendonly no")
                        .onShutdownForceStop(true)
                        .build()
                        .start();
                return RedisAddress.of("localhost", port, "embedded");
            } catch (IOException | RuntimeException failed) {
                throw new IllegalStateException("the embedded Redis for tests did not start", failed);
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
