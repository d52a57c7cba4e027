package dev.roster.bootstrap.mail;

import java.io.IOException;

/** Work for one socket of a test's server, which ends when that is closed, by either side. */
@FunctionalInterface
public interface SocketTask {

    /** Does it. */
    void run() throws IOException;

    /** Does it on a thread of its own, which keeps no JVM alive. */
    static void start(String name, SocketTask serving) {
        Thread thread = new Thread(
                () -> {
                    try {
                        serving.run();
                    } catch (IOException over) {
                        // the socket was closed, or a client did not like what it saw
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
