package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresServerIT {

    private static void run(PostgresDatabase database, String sql) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long count(PostgresDatabase database, String table) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void createsPreparedDatabaseForEachTest() throws SQLException {
        PostgresServer server = PostgresServer.running();
        assertThat(server.description()).matches("PostgreSQL \\d+.* \\(.+\\) at .+:\\d+");

        try (PostgresDatabase one = server.database("things", empty -> run(empty, "create table thing (id int)"));
                PostgresDatabase two = server.database("things", empty -> run(empty, "create table thing (id int)"))) {
            run(one, "insert into thing values (1), (2)");

            assertThat(count(one, "thing")).isEqualTo(2);
            assertThat(count(two, "thing")).isZero();
            assertThat(one.url()).startsWith("postgresql://").contains("@");
            assertThat(one.toString()).doesNotContain("password=").doesNotContain(one.user() + ":");
        }
    }

    @Test
    void leavesConfiguredServerUnchanged() throws SQLException {
        try (PostgresDatabase someones = PostgresServer.running().database("empty", empty -> {})) {
            PostgresServer configured =
                    PostgresServer.at(PostgresServer.find(Map.of("TEST_DATABASE_URL", someones.url())));
            String schemas = "pg_namespace where nspname like 'roster_test_%'";
            long before = count(someones, schemas);

            PostgresDatabase one = configured.database("things", empty -> run(empty, "create table thing (id int)"));
            PostgresDatabase two = configured.database("things", empty -> run(empty, "create table thing (id int)"));
            run(one, "insert into thing values (1)");
            assertThat(count(one, "thing")).isEqualTo(1);
            assertThat(count(two, "thing")).isZero();
            assertThat(count(someones, schemas)).isEqualTo(before + 2);
            assertThat(configured.description()).contains("(TEST_DATABASE_URL)");

            one.close();
            two.close();
            assertThat(count(someones, schemas)).isEqualTo(before);
        }
    }

    @Test
    void failsIfConfiguredServerIsUnreachable() {
        Map<String, String> environment = Map.of("TEST_DATABASE_URL", "postgresql://test:s3cret@localhost:1/test_db");

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        PostgresServer.at(PostgresServer.find(environment)).description())
                .withMessageContaining("localhost:1")
                .withMessageContaining("does not answer")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void reportsInvalidSettingWithoutSecrets() {
        for (String url : List.of(
                "mysql://test:s3cret@localhost/db",
                "postgresql://localhost/db",
                "s3cret",
                "postgresql://u:s3cret@localhost")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> PostgresServer.find(Map.of("TEST_DATABASE_URL", url)))
                    .withMessageContaining("TEST_DATABASE_URL")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("s3cret"));
        }
    }
}
