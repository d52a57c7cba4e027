package dev.roster.adapters.jdbc.transfer;

import static dev.roster.adapters.jdbc.schema.Tables.AUDIT_EVENTS;
import static dev.roster.adapters.jdbc.schema.Tables.COMMENTS;
import static dev.roster.adapters.jdbc.schema.Tables.CREDENTIALS;
import static dev.roster.adapters.jdbc.schema.Tables.ONE_TIME_TOKENS;
import static dev.roster.adapters.jdbc.schema.Tables.OUTBOX;
import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static dev.roster.adapters.jdbc.schema.Tables.USERS;
import static java.util.stream.Collectors.joining;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.Role;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** A table that is exported and imported. */
public final class TransferTable {

    private static final Map<Field<?>, Enum<?>[]> WORDS = Map.of(
            USERS.ROLE, Role.values(),
            ONE_TIME_TOKENS.PURPOSE, OneTimeToken.Purpose.values(),
            AUDIT_EVENTS.TYPE, AuditEvent.Type.values());

    /**
     * All tables, in an order in which their foreign keys allow the rows to be inserted. Totals of posts on PostgreSQL
     * are missing: triggers keep them.
     */
    public static final List<TransferTable> ALL = List.of(
            new TransferTable(USERS, USERS.ID, USERS.ID),
            new TransferTable(CREDENTIALS, CREDENTIALS.USER_ID, null),
            new TransferTable(ONE_TIME_TOKENS, ONE_TIME_TOKENS.HASH, null),
            new TransferTable(POSTS, POSTS.ID, POSTS.ID),
            new TransferTable(COMMENTS, COMMENTS.ID, COMMENTS.ID),
            new TransferTable(AUDIT_EVENTS, AUDIT_EVENTS.ID, AUDIT_EVENTS.ID),
            new TransferTable(OUTBOX, OUTBOX.POSITION, OUTBOX.POSITION));

    private final String name;
    private final List<Column> columns;
    private final Column order;
    private final Optional<String> identity;

    /**
     * A column.
     *
     * @param type {@code Long}, {@code Integer}, {@code Boolean}, {@code String}, {@code Instant} or {@code UUID}
     * @param words the only accepted texts; empty if there are others
     */
    public record Column(String name, Class<?> type, boolean nullable, List<String> words) {

        private static Column of(Field<?> field) {
            List<String> words = Stream.of(WORDS.getOrDefault(field, new Enum<?>[0]))
                    .map(Enum::name)
                    .toList();
            return new Column(
                    field.getName(), field.getType(), field.getDataType().nullable(), words);
        }

        private String parameter() {
            return type == UUID.class ? "cast(? as uuid)" : "?";
        }
    }

    private TransferTable(Table<?> table, TableField<?, ?> order, @Nullable TableField<?, ?> identity) {
        this.name = table.getName();
        this.columns = Stream.of(table.fields()).map(Column::of).toList();
        this.order = Column.of(order);
        this.identity = Optional.ofNullable(identity).map(Field::getName);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the columns, in the order of the values of a row. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns the name of the column whose values the database generates. */
    public Optional<String> identity() {
        return identity;
    }

    /** Returns a query of all rows, in the same order on each database. */
    String select(boolean postgres) {
        String collation = postgres && order.type() == String.class ? " collate \"C\"" : "";
        return "select " + names() + " from " + quoted() + " order by " + quote(order.name()) + collation;
    }

    /** Returns a statement that inserts some rows with their own ids. */
    String insert(int rows) {
        String row = columns.stream().map(Column::parameter).collect(joining(", ", "(", ")"));
        return "insert into " + quoted() + " (" + names() + ") overriding system value values "
                + String.join(", ", Collections.nCopies(rows, row));
    }

    String quoted() {
        return quote(name);
    }

    private String names() {
        return columns.stream().map(column -> quote(column.name())).collect(joining(", "));
    }

    static String quote(String name) {
        return '"' + name + '"';
    }
}
