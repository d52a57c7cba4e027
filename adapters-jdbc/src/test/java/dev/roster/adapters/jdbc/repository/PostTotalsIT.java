package dev.roster.adapters.jdbc.repository;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the totals that PostgreSQL's triggers keep with counted rows, after all kinds of changes. */
class PostTotalsIT {

    private static final String STORED_TOTALS = "select author_id, sum(published), sum(drafts) from post_totals"
            + " group by author_id having sum(published) <> 0 or sum(drafts) <> 0 order by author_id";
    private static final String COUNTED_TOTALS = "select coalesce(author_id, 0) as author,"
            + " count(*) filter (where published), count(*) filter (where not published) from posts"
            + " group by grouping sets ((author_id), ()) having count(*) > 0 order by author";

    private static final int WRITERS = 8;
    private static final int WRITES = 60;

    @AutoClose
    private final EmptyDatabase postgres = Kind.POSTGRES.create();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void totalsAreRightAfterConcurrentWrites(long seed) throws Exception {
        List<UserId> authors = new CopyOnWriteArrayList<>();
        List<Post> posts = new CopyOnWriteArrayList<>();
        JooqStorage storage = postgres.open();
        for (int i = 0; i < 5; i++) {
            authors.add(storage.users().create(aUser().build()).id());
        }
        List<Outcome<Integer>> outcomes = Rendezvous.run(WRITERS, i -> () -> {
            Random random = new Random(seed * WRITERS + i);
            int done = 0;
            for (int write = 0; write < WRITES; write++) {
                done += write(storage, random, authors, posts);
            }
            return done;
        });

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isPositive());
        assertTotalsAreRight();
        assertThat(postgres.rows(
                        "select * from post_totals where author_id not in (select 0 union select id from users)"))
                .as("totals of deleted authors")
                .isEmpty();
    }

    /** Returns 1 if the write succeeded, 0 if a concurrent write was faster. */
    private static int write(JooqStorage storage, Random random, List<UserId> authors, List<Post> posts) {
        UserId author = authors.get(random.nextInt(authors.size()));
        int dice = random.nextInt(100);
        try {
            if (dice < 50 || posts.isEmpty()) {
                posts.add(storage.posts()
                        .create(aPostBy(author).published(random.nextBoolean()).build()));
            } else if (dice < 70) {
                Post post = posts.get(random.nextInt(posts.size()));
                storage.posts()
                        .findById(post.id())
                        .ifPresent(found -> storage.posts().update(found.withPublished(!found.published())));
            } else if (dice < 85) {
                storage.posts().delete(posts.get(random.nextInt(posts.size())).id());
            } else if (dice < 95) {
                writeSeveralOrRollBack(storage, random, author);
            } else {
                authors.add(storage.users().create(aUser().build()).id());
                storage.users().delete(author);
            }
            return 1;
        } catch (UserNotFoundException
                | PostNotFoundException
                | StaleVersionException
                | TransactionConflictException
                | RolledBackException lost) {
            return 0;
        }
    }

    private static void writeSeveralOrRollBack(JooqStorage storage, Random random, UserId author) {
        boolean rollback = random.nextBoolean();
        storage.inTransaction(unit -> {
            Post first = unit.posts().create(aPostBy(author).published().build());
            unit.posts().create(aPostBy(author).build());
            unit.posts().delete(first.id());
            if (rollback) {
                throw new RolledBackException();
            }
            return first;
        });
    }

    @Test
    void totalsAreRightAfterBulkStatements() throws Exception {
        ManyPosts.insert(postgres, 20, 1_000);
        assertTotalsAreRight();

        for (String statement : List.of(
                "update posts set title = 'Another' where id % 2 = 0",
                "update posts set published = not published where id % 3 = 0",
                "update posts set author_id = (select max(id) from users) where id % 5 = 0",
                "insert into posts (author_id, title, content, published, created_at, updated_at, version)"
                        + " select author_id, title, content, not published, created_at, updated_at, 1 from posts",
                "delete from posts where id % 7 = 0",
                "delete from posts where false",
                "delete from users where id % 4 = 0",
                "truncate posts cascade")) {
            postgres.execute(statement);
            assertThat(postgres.rows(STORED_TOTALS)).as(statement).isEqualTo(postgres.rows(COUNTED_TOTALS));
        }
        assertThat(postgres.rows("select * from post_totals")).isEmpty();
    }

    @Test
    void totalsAreRightForAnySearchPath() throws Exception {
        ManyPosts.insert(postgres, 2, 10);
        String schema = postgres.rows("select current_schema()").get(0);

        postgres.execute("set search_path = ''; delete from " + schema + ".posts where published;" + " delete from "
                + schema + ".users where id in (select min(id) from " + schema + ".users)");

        assertTotalsAreRight();
    }

    /** With more writers than stripes, the last one waits for a stripe and is then counted. */
    @Test
    void totalsAreRightWhenAllStripesAreLocked() throws Exception {
        JooqStorage storage = postgres.open();
        try (Statement holding = postgres.connect().createStatement()) {
            UserId author = storage.users().create(aUser().build()).id();
            holding.execute("select pg_advisory_lock('posts'::regclass::oid::int, stripe)"
                    + " from generate_series(0, 63) as stripe");
            FutureTask<Post> waiting = new FutureTask<>(
                    () -> storage.posts().create(aPostBy(author).build()));
            new Thread(waiting).start();
            long deadline = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
            while (postgres.rows("select 1 from pg_locks where locktype = 'advisory' and not granted")
                            .isEmpty()
                    && System.nanoTime() < deadline) {
                assertThat(waiting).as("waits for a stripe").isNotDone();
            }
            holding.execute("select pg_advisory_unlock_all()");

            assertThat(waiting.get(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                            .authorId())
                    .isEqualTo(author);
            assertTotalsAreRight();
        }
    }

    @Test
    void concurrentWritersUseDifferentStripes() throws Exception {
        JooqStorage storage = postgres.open();
        UserId author = storage.users().create(aUser().build()).id();

        List<Outcome<Post>> outcomes = Rendezvous.runWithBarrier(
                3,
                point -> i -> () -> storage.inTransaction(unit -> {
                    Post post = unit.posts().create(aPostBy(author).build());
                    // All three have written, and none has committed.
                    point.await();
                    return post;
                }));

        assertThat(outcomes).allMatch(Outcome::succeeded);
        assertThat(postgres.rows("select stripe, drafts from post_totals where author_id = 0 order by stripe"))
                .containsExactly("0|1", "1|1", "2|1");
        assertTotalsAreRight();
    }

    private void assertTotalsAreRight() {
        assertThat(postgres.rows(STORED_TOTALS)).isEqualTo(postgres.rows(COUNTED_TOTALS));
    }

    /** Thrown by the work to roll back its transaction. */
    private static final class RolledBackException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
