package dev.roster.adapters.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Fast loader of users, posts and comments into empty tables, for measurements on large tables. Uses COPY on PostgreSQL
 * and batches on H2. Triggers and constraints are active, so totals are right.
 */
public final class BulkLoader {

    /** Creation time of the first post; each further post is one second later. */
    public static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

    private static final int BATCH = 10_000;
    private static final int REPORT_EVERY = 100_000;
    private static final String TEXT = "All that is written here is there to take up the room that texts take up. ";

    private final Connection connection;
    private final Consumer<String> progress;
    private final long startNanos = System.nanoTime();

    private BulkLoader(Connection connection, Consumer<String> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    /**
     * Numbers of rows. The first author wrote every tenth post; the others are spread over the other authors. Every
     * tenth post is a draft. The newest posts have the comments.
     *
     * @param authors number of authors, at least two
     * @param posts number of posts by all authors together
     * @param commentedPosts how many of the newest posts have comments
     * @param commentsEach number of comments on each of these
     */
    public record Amounts(int authors, int posts, int commentedPosts, int commentsEach) {

        /** Returns amounts with a hundred posts per author, and comments on the newest posts. */
        public static Amounts ofPosts(int posts) {
            return new Amounts(Math.max(2, posts / 100), posts, Math.min(posts, Math.max(1_000, posts / 200)), 60);
        }
    }

    /**
     * Loads the rows and updates the database's statistics.
     *
     * @param progress receives a line from time to time
     * @return the id of the first author, who has a tenth of all posts
     */
    public static long load(Database db, Amounts amounts, Consumer<String> progress) throws SQLException {
        try (Connection connection = ConnectionSettings.connect(withoutDurability(db))) {
            connection.setAutoCommit(false);
            BulkLoader loader = new BulkLoader(connection, progress);
            List<Long> authors = loader.loadAll(amounts);
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(db.isEmbedded() ? "analyze" : "vacuum analyze users, posts, comments");
            }
            loader.report("done");
            return authors.get(0);
        }
    }

    /** Turns off durability of an embedded file for speed: if loading is killed, it starts again from nothing. */
    private static Database withoutDurability(Database db) {
        return db.embeddedFile().isPresent()
                ? new Database(db.jdbcUrl() + ";WRITE_DELAY=500;REUSE_SPACE=TRUE", db.user(), db.password(), 1)
                : db;
    }

    private List<Long> loadAll(Amounts amounts) throws SQLException {
        insert(
                "users",
                "email, email_key, name, bio, verified, role, created_at, updated_at, version",
                amounts.authors(),
                BulkLoader::user);
        List<Long> authors = ids("select id from users order by id");
        insert(
                "posts",
                "author_id, title, content, published, created_at, updated_at, version",
                amounts.posts(),
                i -> post(i, authors));
        List<Long> commented = ids("select id from posts order by id desc limit " + amounts.commentedPosts());
        insert(
                "comments",
                "post_id, author_id, content, created_at",
                amounts.commentedPosts() * amounts.commentsEach(),
                i -> comment(i, commented.get(i / amounts.commentsEach()), authors));
        return authors;
    }

    private static Object[] user(int i) {
        String address = "bulk-" + i + "@example.com";
        return new Object[] {address, address, "Author " + i, "", true, "USER", FIRST, FIRST, 1};
    }

    private static Object[] post(int i, List<Long> authors) {
        // A prime, so that neighbours in time are of different authors.
        int author = i % 10 == 0 ? 0 : 1 + (int) (i * 7_919L % (authors.size() - 1));
        boolean published = i / 10 % 10 != 0;
        Instant at = FIRST.plusSeconds(i);
        return new Object[] {authors.get(author), "Post " + i, TEXT.repeat(3), published, at, at, 1};
    }

    private static Object[] comment(int i, long post, List<Long> authors) {
        return new Object[] {post, authors.get(i % authors.size()), "Comment " + i, FIRST.plusSeconds(100_000_000L + i)
        };
    }

    private void insert(String table, String columns, int count, IntFunction<Object[]> row) throws SQLException {
        if (connection.isWrapperFor(PGConnection.class)) {
            copy(table, columns, count, row);
        } else {
            insertInBatches(table, columns, count, row);
        }
        connection.commit();
        report(table, count, count);
    }

    private void copy(String table, String columns, int count, IntFunction<Object[]> row) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin");
        try {
            for (int i = 0; i < count; i++) {
                byte[] line = Arrays.stream(row.apply(i))
                        .map(String::valueOf)
                        .collect(Collectors.joining("\t", "", "\n"))
                        .getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(line, 0, line.length);
                reportPeriodically(table, i + 1, count);
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void insertInBatches(String table, String columns, int count, IntFunction<Object[]> row)
            throws SQLException {
        String marks = columns.replaceAll("\\w+", "?");
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + table + " (" + columns + ") values (" + marks + ")")) {
            for (int i = 0; i < count; i++) {
                Object[] values = row.apply(i);
                for (int column = 0; column < values.length; column++) {
                    statement.setObject(column + 1, values[column]);
                }
                statement.addBatch();
                if ((i + 1) % BATCH == 0) {
                    statement.executeBatch();
                    connection.commit();
                }
                reportPeriodically(table, i + 1, count);
            }
            statement.executeBatch();
        }
    }

    private List<Long> ids(String query) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private void reportPeriodically(String table, int done, int count) {
        if (done % REPORT_EVERY == 0 && done < count) {
            report(table, done, count);
        }
    }

    private void report(String table, int done, int count) {
        report(String.format(Locale.ROOT, "%s %,d of %,d", table, done, count));
    }

    private void report(String what) {
        double seconds = Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1000.0;
        progress.accept(String.format(Locale.ROOT, "[load] %6.1f s  %s", seconds, what));
    }
}
