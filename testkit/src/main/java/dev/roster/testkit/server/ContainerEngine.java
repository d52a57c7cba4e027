package dev.roster.testkit.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Detects a container engine by the engine's own ping request. A client library takes a hundred times as long if there
 * is none, and logs errors.
 */
final class ContainerEngine {

    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final int TIMEOUT_SECONDS = 2;

    private ContainerEngine() {}

    static boolean answers(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", DEFAULT_HOST);
        return CompletableFuture.supplyAsync(() -> pings(host), ContainerEngine::startThread)
                .completeOnTimeout(false, TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** The ping may never return and would block a thread of a shared pool. */
    private static void startThread(Runnable ping) {
        Thread thread = new Thread(ping, "container engine ping");
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean pings(String host) {
        try {
            URI uri = URI.create(host);
            boolean unix = "unix".equals(uri.getScheme());
            SocketAddress address = unix
                    ? UnixDomainSocketAddress.of(uri.getPath())
                    : new InetSocketAddress(uri.getHost(), uri.getPort());
            try (SocketChannel channel =
                    unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
                channel.connect(address);
                channel.write(ByteBuffer.wrap(
                        "GET /_ping HTTP/1.0\r\nHost: engine\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer answer = ByteBuffer.allocate(64);
                channel.read(answer);
                return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII).contains(" 200 ");
            }
        } catch (IOException | RuntimeException noEngine) {
            return false;
        }
    }
}
