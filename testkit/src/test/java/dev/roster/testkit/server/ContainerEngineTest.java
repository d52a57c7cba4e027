package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ContainerEngineTest {

    @Test
    void engineThatAnswersIsSeen() throws Exception {
        assertThat(answersWhenEngineSays("HTTP/1.0 200 OK\r\n\r\nOK")).isTrue();
        assertThat(answersWhenEngineSays("HTTP/1.0 500 Internal Server Error\r\n\r\n"))
                .isFalse();
    }

    @Test
    void noEngineIsSeenAsNone() {
        assertThat(ContainerEngine.answers(Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock")))
                .isFalse();
        assertThat(ContainerEngine.answers(Map.of("DOCKER_HOST", "tcp://localhost:1")))
                .isFalse();
        assertThat(ContainerEngine.answers(Map.of("DOCKER_HOST", "nonsense"))).isFalse();
    }

    private static boolean answersWhenEngineSays(String answer) throws Exception {
        try (ServerSocket engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket caller = engine.accept()) {
                    caller.getInputStream().readNBytes(10);
                    caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            boolean answers = ContainerEngine.answers(Map.of(
                    "DOCKER_HOST", "tcp://" + engine.getInetAddress().getHostAddress() + ":" + engine.getLocalPort()));
            served.get();
            return answers;
        }
    }
}
