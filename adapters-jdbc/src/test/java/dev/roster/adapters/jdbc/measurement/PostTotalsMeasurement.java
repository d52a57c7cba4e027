package dev.roster.adapters.jdbc.measurement;

import dev.roster.adapters.jdbc.BulkLoader;
import dev.roster.adapters.jdbc.BulkLoader.Amounts;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.UserId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measurement of what exact totals cost writers of posts on PostgreSQL. The repository creates single posts, each in
 * its own transaction, over eight connections. The strategies for totals alternate. Run by measure-pages.sh.
 */
final class PostTotalsMeasurement {

    private static final int CONNECTIONS = 8;
    private static final int AUTHORS = 1_000;
    private static final int ROUNDS = 7;
    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");
    private static final Duration ROUND = Duration.ofMillis(1_500);

    private PostTotalsMeasurement() {}

    enum Strategy {
        NONE("nothing kept, count(*) when read", ""),
        ONE_ROW("one counter row for all, one for each author", """
                create function count_in_one_row() returns trigger language plpgsql as $$
                begin
                    insert into post_totals as total
                        select coalesce(author_id, 0), 0,
                            count(*) filter (where published), count(*) filter (where not published)
                        from added group by grouping sets ((author_id), ())
                        on conflict (author_id, stripe) do update
                            set published = total.published + excluded.published,
                                drafts = total.drafts + excluded.drafts;
                    return null;
                end
                $$;
                create trigger count_in_one_row after insert on posts
                    referencing new table as added for each statement execute function count_in_one_row();
                """),
        LEDGER("a ledger of changes, folded into totals every 100 ms", """
                create table ledger (author_id bigint, published bigint, drafts bigint);
                create function note_in_ledger() returns trigger language plpgsql as $$
                begin
                    insert into ledger
                        select author_id, count(*) filter (where published), count(*) filter (where not published)
                        from added group by author_id;
                    return null;
                end
                $$;
                create trigger note_in_ledger after insert on posts
                    referencing new table as added for each statement execute function note_in_ledger();
                """),
        STRIPES("counters in stripes, as migrated", null);

        final String description;
        private final String triggers;

        Strategy(String description, String instead) {
            this.description = description;
            this.triggers = instead;
        }

        /** Replaces the migrated triggers by this strategy's. */
        void install(Connection connection) throws SQLException {
            if (triggers != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("drop trigger post_totals_insert on posts");
                    if (!triggers.isEmpty()) {
                        statement.execute(triggers);
                    }
                }
            }
        }
    }

    /** The number of authors whose posts are written. */
    private enum Workload {
        MANY_AUTHORS(AUTHORS),
        ONE_AUTHOR(1);

        private final int authors;

        Workload(int authors) {
            this.authors = authors;
        }
    }

    /** Prints a Markdown table of median posts per second. */
    static void run() throws Exception {
        Map<Strategy, EmptyDatabase> databases = new EnumMap<>(Strategy.class);
        try {
            for (Strategy way : Strategy.values()) {
                EmptyDatabase empty = EmptyDatabase.postgres();
                databases.put(way, empty);
                BulkLoader.load(empty.database(), new Amounts(AUTHORS, 10_000, 0, 0), line -> {});
                try (Connection connection = EmptyDatabase.connect(empty.database())) {
                    way.install(connection);
                }
            }
            for (Workload scene : Workload.values()) {
                print(scene, measure(scene, databases));
            }
        } finally {
            databases.values().forEach(EmptyDatabase::close);
        }
    }

    private static Map<Strategy, List<Double>> measure(Workload scene, Map<Strategy, EmptyDatabase> databases)
            throws Exception {
        Map<Strategy, List<Double>> rates = new EnumMap<>(Strategy.class);
        for (int round = 0; round <= ROUNDS; round++) {
            for (Strategy way : Strategy.values()) {
                double rate = rate(way, databases.get(way).database(), scene);
                // The first round warms up.
                if (round > 0) {
                    rates.computeIfAbsent(way, w -> new ArrayList<>()).add(rate);
                }
            }
        }
        return rates;
    }

    private static double rate(Strategy way, Database db, Workload scene) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger posts = new AtomicInteger();
        List<UserId> authors = authors(db, scene.authors);
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        try (JooqStorage storage = JooqStorage.open(db.withPoolSize(CONNECTIONS))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                tasks.add(new FutureTask<>(() -> write(storage, authors, over, posts)));
            }
            if (way == Strategy.LEDGER) {
                tasks.add(new FutureTask<>(() -> fold(db, over)));
            }
            long began = System.nanoTime();
            tasks.forEach(task -> new Thread(task).start());
            Thread.sleep(ROUND.toMillis());
            over.set(true);
            for (FutureTask<Boolean> task : tasks) {
                task.get();
            }
            return posts.get() * 1e9 / (System.nanoTime() - began);
        }
    }

    private static boolean write(JooqStorage storage, List<UserId> authors, AtomicBoolean over, AtomicInteger posts) {
        while (!over.get()) {
            int number = posts.incrementAndGet();
            storage.posts()
                    .create(new NewPost(
                            authors.get(ThreadLocalRandom.current().nextInt(authors.size())),
                            "A post like many others",
                            "With a text. ".repeat(20),
                            number % 10 != 0,
                            NOW));
        }
        return true;
    }

    private static List<UserId> authors(Database db, int count) throws SQLException {
        List<UserId> ids = new ArrayList<>();
        try (Connection connection = EmptyDatabase.connect(db);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from users order by id limit " + count)) {
            while (rows.next()) {
                ids.add(new UserId(rows.getLong(1)));
            }
        }
        return ids;
    }

    private static boolean fold(Database db, AtomicBoolean over) throws SQLException, InterruptedException {
        try (Connection connection = EmptyDatabase.connect(db);
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                Thread.sleep(100);
                statement.execute("""
                        with folded as (delete from ledger returning author_id, published, drafts)
                        insert into post_totals as total
                            select coalesce(author_id, 0), 0, sum(published), sum(drafts)
                            from folded group by grouping sets ((author_id), ()) having count(*) > 0
                            on conflict (author_id, stripe) do update
                                set published = total.published + excluded.published,
                                    drafts = total.drafts + excluded.drafts
                        """);
            }
            return true;
        }
    }

    @SuppressWarnings("SystemOut") // prints the results
    private static void print(Workload scene, Map<Strategy, List<Double>> rates) {
        System.out.printf(
                Locale.ROOT,
                "%n| posts a second, %d connections, %s | median of %d | lowest to highest | of nothing kept |%n",
                CONNECTIONS,
                scene.authors == 1 ? "one author" : String.format(Locale.ROOT, "%,d authors", scene.authors),
                ROUNDS);
        System.out.println("|---|---|---|---|");
        double base = Statistics.median(rates.get(Strategy.NONE));
        rates.forEach((way, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f to %,.0f | %.0f %% |%n",
                way.description,
                Statistics.median(all),
                all.stream().min(Double::compare).orElseThrow(),
                all.stream().max(Double::compare).orElseThrow(),
                100 * Statistics.median(all) / base));
    }
}
