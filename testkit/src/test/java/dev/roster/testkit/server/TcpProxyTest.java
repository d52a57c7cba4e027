package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final int ROUNDS = 500;

    /** Given a proxy that is stopped. When it is restarted at once. Then it accepts connections at its port again. */
    @Test
    void restartsAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TcpProxy proxy = new TcpProxy("localhost", server.getLocalPort())) {
            int port = proxy.port();
            for (int i = 0; i < ROUNDS; i++) {
                proxy.stop();
                proxy.restart();
            }

            assertThat(proxy.port()).isEqualTo(port);
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        }
    }
}
