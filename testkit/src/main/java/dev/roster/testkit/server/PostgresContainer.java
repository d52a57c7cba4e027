package dev.roster.testkit.server;

import dev.roster.testkit.conformance.OptionalLibrary;
import dev.roster.testkit.server.ServerChoice.Containers;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Container of {@code postgres:15}, removed by Testcontainers when the JVM ends. */
final class PostgresContainer {

    private static final String IMAGE = "postgres:15";

    private PostgresContainer() {}

    static PostgresAddress start() {
        OptionalLibrary.require(
                "org.testcontainers.postgresql.PostgreSQLContainer", "org.testcontainers:testcontainers-postgresql");
        OptionalLibrary.require("org.postgresql.Driver", "org.postgresql:postgresql");
        return Container.start();
    }

    /** Separate class, so that the library is loaded only after the check that it is present. */
    private static final class Container {

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
}
