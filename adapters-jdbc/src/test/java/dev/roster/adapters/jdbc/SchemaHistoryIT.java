package dev.roster.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SchemaHistoryIT {

    @AutoClose
    private final EmptyDatabase empty;

    SchemaHistoryIT(Kind kind) {
        empty = kind.create();
    }

    @Test
    void expectsScriptsThatFlywayFinds() {
        List<SchemaHistory.Applied> found = Arrays.stream(
                        empty.flyway().load().info().all())
                .map(SchemaHistoryIT::toApplied)
                .toList();

        assertThat(SchemaHistory.expected(empty.database())).isEqualTo(found);
    }

    private static SchemaHistory.Applied toApplied(MigrationInfo script) {
        return new SchemaHistory.Applied(
                script.getVersion().toString(),
                script.getDescription(),
                script.getType().name(),
                script.getChecksum(),
                true);
    }

    @Test
    void isCurrentAfterMigration() throws SQLException {
        assertThat(SchemaHistory.isCurrent(empty.database())).isTrue();
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
        empty.execute(change);

        assertThat(SchemaHistory.isCurrent(empty.database())).isFalse();
    }

    @Test
    void readsCurrentSchemaOnly() {
        empty.execute("create schema another");
        Database db = empty.database();
        String option = db.isEmbedded()
                ? ";SCHEMA=another"
                : (db.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=another,public";
        Database another = new Database(db.jdbcUrl() + option, db.user(), db.password(), 1);

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SchemaHistory.isCurrent(another));
    }
}
