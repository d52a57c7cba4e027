package dev.roster.bootstrap.mail;

import java.io.IOException;

/** Work on one socket of a test server. It ends when either side closes the socket. */
@FunctionalInterface
public interface SocketTask {

    /** Runs the work. */
    void run() throws IOException;

    /** Runs the work on a daemon thread. */
    static void start(String name, SocketTask serving) {
        Thread thread = new Thread(
                () -> {
                    try {
                        serving.run();
                    } catch (IOException over) {
                        // The socket was closed, or a client ended the connection.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
