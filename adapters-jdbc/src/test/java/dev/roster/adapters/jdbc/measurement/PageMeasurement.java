package dev.roster.adapters.jdbc.measurement;

import dev.roster.adapters.jdbc.BulkLoader;
import dev.roster.adapters.jdbc.BulkLoader.Amounts;
import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.QueryPlans;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Measurement of the cost of post pages through the repository, at several table sizes. Run by measure-pages.sh. */
final class PageMeasurement {

    private static final int SIZE = 20;
    private static final int COMMENTS_EACH = 50;
    private static final int WARM_UPS = 10;
    private static final int RUNS = 31;

    /** Slow queries are run fewer times within this limit, but at least three times. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    private PageMeasurement() {}

    /** A query and its name in the printed table. */
    private record Query(String name, Consumer<Dataset> read) {}

    /** A storage with the given number of posts; the author wrote a tenth of them. */
    private record Dataset(JooqStorage storage, UserId author, int posts) {

        SliceRequest sliceAt(int skipped) {
            Instant at = BulkLoader.FIRST.plusSeconds(posts - 1L - skipped);
            return SliceRequest.after(new PostCursor(at, new PostId(PostId.MAX)), SIZE);
        }

        PageRequest pageAt(int skipped) {
            return new PageRequest(skipped / SIZE + 1, SIZE);
        }
    }

    private static final PostFilter PUBLISHED = PostFilter.all().published(true);

    private static final List<Query> READINGS = List.of(
            new Query(
                    "first page of the published, with total",
                    in -> in.storage().posts().findPaginated(in.pageAt(0), PUBLISHED)),
            new Query(
                    "first page of what one reader may read, with total",
                    in -> in.storage()
                            .posts()
                            .findPaginated(in.pageAt(0), PostFilter.all().readableBy(in.author()))),
            new Query(
                    "first page of one author, with total",
                    in -> in.storage().posts().findByAuthor(in.author(), in.pageAt(0))),
            new Query(
                    "the same with the first 50 comments of each",
                    in -> in.storage()
                            .posts()
                            .findWithComments(in.pageAt(0), PostFilter.all().byAuthor(in.author()), COMMENTS_EACH)),
            new Query("slice at the start", in -> in.storage().posts().findAfter(SliceRequest.first(SIZE), PUBLISHED)),
            new Query(
                    "slice in the middle", in -> in.storage().posts().findAfter(in.sliceAt(in.posts() / 2), PUBLISHED)),
            new Query(
                    "slice in the middle, drafts too",
                    in -> in.storage().posts().findAfter(in.sliceAt(in.posts() / 2), PostFilter.all())),
            new Query(
                    "slice near the end",
                    in -> in.storage().posts().findAfter(in.sliceAt(in.posts() - 100), PUBLISHED)),
            new Query(
                    "numbered page in the middle",
                    in -> in.storage().posts().findPaginated(in.pageAt(in.posts() / 2), PUBLISHED)),
            new Query(
                    "numbered page in the middle, drafts too",
                    in -> in.storage().posts().findPaginated(in.pageAt(in.posts() / 2), PostFilter.all())),
            new Query(
                    "numbered page at the end",
                    in -> in.storage().posts().findPaginated(in.pageAt(in.posts() / 10 * 9 - SIZE), PUBLISHED)));

    /** Prints a Markdown table of median milliseconds, and PostgreSQL's plans for the largest size. */
    static void run(Kind kind, List<Integer> sizes) throws SQLException {
        Map<Query, List<Double>> millis = new LinkedHashMap<>();
        READINGS.forEach(reading -> millis.put(reading, new ArrayList<>()));
        String description = "";
        warmUp(kind);
        for (int size : sizes) {
            try (EmptyDatabase empty = kind.create()) {
                long author = BulkLoader.load(empty.database(), Amounts.ofPosts(size), PageMeasurement::print);
                try (JooqStorage storage = empty.open()) {
                    description = storage.description().split(" \\(", 2)[0];
                    Dataset scene = new Dataset(storage, new UserId(author), size);
                    READINGS.forEach(reading -> millis.get(reading).add(measure(scene, reading)));
                }
                if (kind == Kind.POSTGRES && size == sizes.get(sizes.size() - 1)) {
                    QueryPlans.print(empty.database(), new UserId(author), PageMeasurement::print);
                }
            }
        }
        print(description, sizes, millis);
    }

    /** Warms up the JVM, so that the first size is not measured with a cold JVM. */
    private static void warmUp(Kind kind) throws SQLException {
        try (EmptyDatabase empty = kind.create()) {
            long author = BulkLoader.load(empty.database(), Amounts.ofPosts(1_000), line -> {});
            try (JooqStorage storage = empty.open()) {
                Dataset scene = new Dataset(storage, new UserId(author), 1_000);
                for (int round = 0; round < 10; round++) {
                    READINGS.forEach(reading -> measure(scene, reading));
                }
            }
        }
    }

    private static double measure(Dataset scene, Query reading) {
        List<Double> millis = new ArrayList<>();
        long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
        for (int run = -WARM_UPS; run < RUNS && (millis.size() < 3 || System.nanoTime() < deadline); run++) {
            // H2 would return a cached result for the same query on unchanged tables.
            scene.storage()
                    .posts()
                    .create(new NewPost(
                            new UserId(scene.author().value() + 1), "In between", "", true, BulkLoader.FIRST));
            long began = System.nanoTime();
            reading.read().accept(scene);
            if (run >= 0 || System.nanoTime() > deadline) {
                millis.add((System.nanoTime() - began) / 1e6);
            }
        }
        return Statistics.median(millis);
    }

    private static void print(String description, List<Integer> sizes, Map<Query, List<Double>> millis) {
        StringBuilder head = new StringBuilder("\n| " + description + ", ms, medians of up to " + RUNS + " |");
        sizes.forEach(size -> head.append(String.format(Locale.ROOT, " %,d posts |", size)));
        print(head + " last to first |");
        print("|---" + "|---".repeat(sizes.size() + 1) + "|");
        millis.forEach((reading, all) -> {
            StringBuilder row = new StringBuilder("| " + reading.name() + " |");
            all.forEach(each -> row.append(String.format(Locale.ROOT, " %.2f |", each)));
            print(row + String.format(Locale.ROOT, " %.1f |", all.get(all.size() - 1) / all.get(0)));
        });
    }

    @SuppressWarnings("SystemOut") // prints the results
    private static void print(String line) {
        System.out.println(line);
    }
}
