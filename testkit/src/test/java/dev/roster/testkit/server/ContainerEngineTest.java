package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerEngineTest {

    @Test
    void detectsRunningEngine() throws Exception {
        assertThat(answersWhenEngineSays("HTTP/1.0 200 OK\r\n\r\nOK")).isTrue();
        assertThat(answersWhenEngineSays("HTTP/1.0 500 Internal Server Error\r\n\r\n"))
                .isFalse();
    }

    @Test
    void detectsMissingEngine() {
        assertThat(ContainerEngine.answers(Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock")))
                .isFalse();
        assertThat(ContainerEngine.answers(Map.of("DOCKER_HOST", "tcp://localhost:1")))
                .isFalse();
        assertThat(ContainerEngine.answers(Map.of("DOCKER_HOST", "nonsense"))).isFalse();
    }

    private static boolean answersWhenEngineSays(String answer) throws Exception {
        try (ServerSocket engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String host = "tcp://" + engine.getInetAddress().getHostAddress() + ":" + engine.getLocalPort();
            List<Outcome<Boolean>> both = Rendezvous.run(
                    2,
                    i -> () ->
                            i == 0 ? serveOnce(engine, answer) : ContainerEngine.answers(Map.of("DOCKER_HOST", host)));
            assertThat(both.get(0).get()).isTrue();
            return both.get(1).get();
        }
    }

    private static boolean serveOnce(ServerSocket engine, String answer) throws IOException {
        try (Socket caller = engine.accept()) {
            caller.getInputStream().readNBytes(10);
            caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            return true;
        }
    }
}
