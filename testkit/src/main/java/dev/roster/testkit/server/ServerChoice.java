package dev.roster.testkit.server;

import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/** What the servers for tests have in common: whether containers are to be used, how one starts, and what is told. */
final class ServerChoice {

    private ServerChoice() {}

    /** Whether a container engine is there, and the environment has nothing against it. */
    static boolean containersEnabled(Map<String, String> environment) {
        boolean wanted = !"off".equalsIgnoreCase(environment.get("TEST_CONTAINERS"));
        return wanted && ContainerEngine.answers(environment);
    }

    @SuppressWarnings("SystemOut") // a test's log must say what it ran against, whatever logging it has
    static void report(String description) {
        System.out.println("[testkit] " + description);
    }

    /** Apart, so that the library is touched only once it is known to be there. */
    static final class Containers {

        private Containers() {}

        static <C extends GenericContainer<?>> C start(C container, String image) {
            try {
                container.start();
                return container;
            } catch (RuntimeException failed) {
                throw new IllegalStateException(
                        "a container engine answers, but gives no " + image
                                + "; TEST_CONTAINERS=off makes the tests do without it",
                        failed);
            }
        }
    }
}
