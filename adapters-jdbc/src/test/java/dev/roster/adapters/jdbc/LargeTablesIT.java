package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.schema.Tables.AUDIT_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.repository.JooqOutboxQueue;
import dev.roster.adapters.jdbc.sql.BatchDelete;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.UserId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations on tables with many old rows. */
class LargeTablesIT {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    /** Uses more than two batches of rows, and one batch that is larger because its rows have the same time. */
    @ParameterizedTest
    @EnumSource
    void deletesOldRowsInBatches(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            for (int i = 0; i < 40; i++) {
                storage.auditLog().append(event(NOW.minusSeconds(i < 15 ? 0 : i)));
            }
            AuditEvent kept = event(NOW.plusNanos(1_000));
            storage.auditLog().append(kept);

            assertThat(deleteInBatches(empty.database(), NOW.minusSeconds(20))).isEqualTo(19);
            assertThat(deleteInBatches(empty.database(), NOW.plusNanos(1))).isEqualTo(21);
            assertThat(deleteInBatches(empty.database(), NOW.plusNanos(1))).isZero();

            assertThat(storage.auditLog().findLatest(9)).containsExactly(kept);
        }
    }

    private static long deleteInBatches(Database database, Instant before) {
        Configuration configuration = JooqStorage.configuration(database);
        try (ConnectionPool pool = ConnectionPool.open(database)) {
            Statements statements =
                    new AutoCommitStatements(new Transactions(pool, configuration), pool, configuration);
            return BatchDelete.deleteBefore(statements, AUDIT_EVENTS.HAPPENED_AT, before, 10);
        }
    }

    /** Counts the blocks that PostgreSQL touches: reading the other rows would take hundreds. */
    @Test
    void claimCostIsIndependentOfOtherLanesAndDeadLetters() throws Exception {
        try (EmptyDatabase empty = EmptyDatabase.postgres();
                JooqStorage storage = empty.open()) {
            for (String inTheWay : List.of("'MAIL', false", "'PROMPT', true")) {
                empty.execute("insert into outbox (id, kind, payload, created_at, due_at, attempts, lane, dead)"
                        + " select gen_random_uuid(), 'password-changed-email', '{}', moment, moment, 0, " + inTheWay
                        + " from generate_series(timestamp with time zone '2022-01-01 00:00:00+00',"
                        + " '2022-01-07 00:00:00+00', '1 minute') as moment");
            }
            WelcomeNotification prompt = new WelcomeNotification(MessageId.random(), NOW, new UserId(7), "Ann");
            storage.outbox().append(prompt);

            try (Connection connection = ConnectionSettings.connect(empty.database());
                    Statement statement = connection.createStatement()) {
                statement.execute("analyze outbox");
                DSLContext sql = DSL.using(JooqStorage.configuration(empty.database()));
                List<String> plan = QueryPlans.explain(
                        statement,
                        JooqOutboxQueue.due(sql, Lane.DEFAULT, 20, NOW)
                                .forUpdate()
                                .skipLocked());
                assertThat(QueryPlans.buffers(plan)).as("%s", plan).isLessThan(20);
            }
            assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 20, NOW, Duration.ofMinutes(1)))
                    .extracting(Claim::message)
                    .containsExactly(prompt);
        }
    }

    private static AuditEvent event(Instant at) {
        return AuditEvent.of(AuditEvent.Type.SIGN_IN_FAILED, Optional.empty(), ClientAddress.UNKNOWN, at);
    }
}
