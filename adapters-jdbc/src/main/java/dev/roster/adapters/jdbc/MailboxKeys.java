package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.DuplicateMailbox;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migration to keys that all spellings of a mailbox have in common, which SQL cannot compute.
 *
 * <p>Of several users with one mailbox, the verified one that was created first keeps it, or the first if none is
 * verified. The others are logged, and get the key of a {@link DuplicateMailbox}.
 */
final class MailboxKeys implements JavaMigration {

    // Constants of the compiler: who compares the history with them loads no class of Flyway.
    static final String VERSION = "6";
    static final String DESCRIPTION = "mailbox keys";

    private static final Logger LOG = LoggerFactory.getLogger(MailboxKeys.class);

    /** Earlier keys in ASCII stay the same, except for encoded labels. */
    private static final String OLD_KEYS = "select id, email, email_key, verified from users"
            + " where octet_length(email_key) <> char_length(email_key) or email_key like '%xn--%'";

    private static final String BY_KEY = "select id, email, email_key, verified from users where email_key = ?";

    /** A local part has no {@code @}, so only keys of duplicates match. */
    private static final String DUPLICATES =
            "select id, email, email_key, verified from users where email_key like '%@%#%' order by id";

    private static final Comparator<Row> HOLDER_FIRST = Comparator.comparing((Row row) -> !row.verified())
            .thenComparing(row -> row.id().value());

    private record Row(UserId id, EmailAddress email, String key, boolean verified) {}

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(VERSION);
    }

    @Override
    public String getDescription() {
        return DESCRIPTION;
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        Map<String, List<Row>> mailboxes = new LinkedHashMap<>();
        for (Row row : read(connection, OLD_KEYS)) {
            String key = row.email().key();
            List<Row> rows = mailboxes.computeIfAbsent(key, unused -> new ArrayList<>());
            rows.add(row);
            if (row.email().toAscii().isEmpty()) {
                LOG.warn("User {} has an email address that no mail can be sent to", row.id());
            }
        }
        for (Map.Entry<String, List<Row>> mailbox : mailboxes.entrySet()) {
            List<Row> rows = mailbox.getValue();
            readByKey(connection, mailbox.getKey())
                    .filter(holder -> !rows.contains(holder))
                    .ifPresent(rows::add);
            assign(connection, mailbox.getKey(), rows);
        }
    }

    private static void assign(Connection connection, String key, List<Row> rows) throws SQLException {
        rows.sort(HOLDER_FIRST);
        Row holder = rows.get(0);
        // The holder last: until then another user may have its key.
        for (Row row : rows.subList(1, rows.size())) {
            LOG.warn("{}", new DuplicateMailbox(row.id(), holder.id()));
            setKey(connection, row.id(), DuplicateMailbox.key(row.email(), row.id()));
        }
        if (!holder.key().equals(key)) {
            setKey(connection, holder.id(), key);
        }
    }

    private static void setKey(Connection connection, UserId user, String key) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update users set email_key = ? where id = ?")) {
            update.setString(1, key);
            update.setLong(2, user.value());
            update.executeUpdate();
        }
    }

    /** Returns the users whose mailbox belonged to another user when the keys were computed, and still does. */
    static List<DuplicateMailbox> findDuplicates(Connection connection) throws SQLException {
        List<DuplicateMailbox> found = new ArrayList<>();
        for (Row row : read(connection, DUPLICATES)) {
            readByKey(connection, row.email().key())
                    .ifPresent(holder -> found.add(new DuplicateMailbox(row.id(), holder.id())));
        }
        return found;
    }

    private static Optional<Row> readByKey(Connection connection, String key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(BY_KEY)) {
            query.setString(1, key);
            return read(query.executeQuery()).stream().findFirst();
        }
    }

    private static List<Row> read(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return read(statement.executeQuery(query));
        }
    }

    private static List<Row> read(ResultSet rows) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                found.add(new Row(
                        new UserId(rows.getLong(1)),
                        EmailAddress.stored(rows.getString(2)),
                        rows.getString(3),
                        rows.getBoolean(4)));
            }
        }
        return found;
    }
}
