package dev.roster.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaHistoryIT {

    @ParameterizedTest
    @EnumSource
    void expectsScriptsThatFlywayFinds(Kind kind) {
        try (EmptyDatabase empty = kind.createWithoutTables()) {
            Database db = empty.database();
            Flyway flyway = Flyway.configure()
                    .dataSource(ConnectionSettings.url(db), Objects.requireNonNullElse(db.user(), "sa"), db.password())
                    .locations(Schema.locations(db))
                    .load();

            List<SchemaHistory.Applied> found = Arrays.stream(flyway.info().all())
                    .map(SchemaHistoryIT::toApplied)
                    .toList();

            assertThat(SchemaHistory.expected(db)).isEqualTo(found);
        }
    }

    private static SchemaHistory.Applied toApplied(MigrationInfo script) {
        return new SchemaHistory.Applied(
                script.getVersion().toString(),
                script.getDescription(),
                script.getType().name(),
                script.getChecksum(),
                true);
    }

    @ParameterizedTest
    @EnumSource
    void isCurrentAfterMigration(Kind kind) throws SQLException {
        try (EmptyDatabase empty = kind.create()) {
            assertThat(SchemaHistory.isCurrent(empty.database())).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update flyway_schema_history set checksum = 42 where version = '2'
            update flyway_schema_history set checksum = null where version = '2'
            update flyway_schema_history set success = false where version = '5'
            update flyway_schema_history set description = 'another' where version = '1'
            update flyway_schema_history set type = 'JDBC' where version = '1'
            update flyway_schema_history set version = '999' where version = '1'
            delete from flyway_schema_history where version = '5'
            delete from flyway_schema_history
            """)
    void isNotCurrentIfAnyRowDiffers(String change) throws SQLException {
        for (Kind kind : Kind.values()) {
            try (EmptyDatabase empty = kind.create()) {
                empty.execute(change);

                assertThat(SchemaHistory.isCurrent(empty.database()))
                        .as(kind.name())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsCurrentSchemaOnly(Kind kind) throws SQLException {
        try (EmptyDatabase empty = kind.create()) {
            empty.execute("create schema another");
            String url = empty.database().jdbcUrl();
            String option = empty.database().isEmbedded()
                    ? ";SCHEMA=another"
                    : (url.contains("?") ? "&" : "?") + "currentSchema=another,public";
            Database another = new Database(
                    url + option, empty.database().user(), empty.database().password(), 1);

            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SchemaHistory.isCurrent(another));
        }
    }
}
