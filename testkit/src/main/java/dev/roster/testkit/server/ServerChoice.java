package dev.roster.testkit.server;

import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/**
 * Code shared by the servers for tests: whether to use containers, starting a container, and reporting the server in
 * use.
 */
final class ServerChoice {

    private ServerChoice() {}

    /** Returns whether a container engine responds and containers are not disabled. */
    static boolean containersEnabled(Map<String, String> environment) {
        boolean wanted = !"off".equalsIgnoreCase(environment.get("TEST_CONTAINERS"));
        return wanted && ContainerEngine.answers(environment);
    }

    @SuppressWarnings("SystemOut") // the test log must show the server, even without a logger
    static void report(String description) {
        System.out.println("[testkit] " + description);
    }

    /** Separate class, so that the library is loaded only after the check that it is present. */
    static final class Containers {

        private Containers() {}

        static <C extends GenericContainer<?>> C start(C container, String image) {
            try {
                container.start();
                return container;
            } catch (RuntimeException failed) {
                throw new IllegalStateException(
                        "the container engine responds, but could not start " + image
                                + "; set TEST_CONTAINERS=off to run the tests without containers",
                        failed);
            }
        }
    }
}
