package dev.roster.testkit.server;

import dev.roster.testkit.server.ServerChoice.Containers;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Container of {@code postgres:15}, removed by Testcontainers when the JVM ends. The caller checks the libraries. */
final class PostgresContainer {

    private static final String IMAGE = "postgres:15";

    private PostgresContainer() {}

    @SuppressWarnings("resource") // lives as long as the JVM
    static PostgresAddress start() {
        PostgreSQLContainer container = Containers.start(
                new PostgreSQLContainer(DockerImageName.parse(IMAGE))
                        .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300"),
                IMAGE);
        return new PostgresAddress(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getDatabaseName(),
                container.getUsername(),
                container.getPassword(),
                true,
                "container " + IMAGE);
    }
}
