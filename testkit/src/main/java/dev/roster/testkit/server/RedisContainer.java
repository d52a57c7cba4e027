package dev.roster.testkit.server;

import dev.roster.testkit.server.ServerChoice.Containers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Container of {@code redis:7}, removed by Testcontainers when the JVM ends. The caller checks the library. */
final class RedisContainer {

    private static final String IMAGE = "redis:7";
    private static final int PORT = 6379;

    private RedisContainer() {}

    @SuppressWarnings("resource") // lives as long as the JVM
    static RedisAddress start() {
        GenericContainer<?> container =
                Containers.start(new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(PORT), IMAGE);
        return RedisAddress.of(container.getHost(), container.getMappedPort(PORT), "container " + IMAGE);
    }
}
