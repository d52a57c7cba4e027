package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an embedded database's file grows while it is open, and what a kill during its compaction loses. */
@Tag("process")
@Timeout(300)
class FileGrowthTest {

    /** As long as a post may be, so that few updates fill the file. */
    private static final String TEXT = "x".repeat(20_000);

    private static final int THREADS = 3;

    /** In bytes. Covers the writes between the check of the size and the compaction. */
    private static final long MARGIN = 4L << 20;

    @AutoClose
    private final EmptyDatabase database = Kind.H2_FILE.create();

    private final Path path = database.database().embeddedFile().orElseThrow().resolveSibling("roster.mv.db");

    private long size() {
        return path.toFile().length();
    }

    @Test
    void staysSmallDuringUpdates() throws Exception {
        update(500);
    }

    /** As many updates as in an hour of two a second. */
    @Test
    @Tag("slow")
    void staysSmallDuringManyUpdates() throws Exception {
        update(7_200);
    }

    private void update(int updatesPerThread) throws Exception {
        AtomicLong largest = new AtomicLong();
        try (JooqStorage storage = database.open()) {
            UserId author = storage.users().create(aUser().build()).id();

            assertThat(Rendezvous.run(THREADS, i -> () -> {
                        Post post = storage.posts().create(aPostBy(author).build());
                        for (int update = 0; update < updatesPerThread; update++) {
                            post = storage.posts().update(post.withContent(update + TEXT.substring(10)));
                            largest.accumulateAndGet(size(), Math::max);
                        }
                        return post.version();
                    }))
                    .extracting(Outcome::get)
                    .containsOnly(updatesPerThread + 1L);
        }

        assertThat(largest.get()).isLessThan(EmbeddedFile.MIN_COMPACTED + MARGIN);
    }

    @Test
    void staysBelowFourTimesItsLiveData() throws Exception {
        try (JooqStorage storage = database.open()) {
            UserId author = storage.users().create(aUser().build()).id();
            Post post = storage.posts().create(aPostBy(author).build());
            storage.inTransaction(unit -> {
                for (int i = 0; i < 250; i++) {
                    unit.posts()
                            .create(aPostBy(author)
                                    .withContent(i + TEXT.substring(10))
                                    .build());
                }
                return author;
            });
            long live = size();
            assertThat(live).isGreaterThan(4L << 20);

            long largest = 0;
            for (int update = 0; update < 2_500; update++) {
                post = storage.posts().update(post.withContent(update + TEXT.substring(10)));
                largest = Math.max(largest, size());
            }

            assertThat(largest).isLessThan(4 * live);
        }
    }

    @Test
    void keepsAcknowledgedWritesOfProcessKilledDuringCompaction() throws Exception {
        List<UserId> acknowledged = new ArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        try (StorageProcess process = StorageProcess.start(List.of(), "create", database.database())) {
            Thread killer = new Thread(() -> {
                while (!ended.get() && !isCompacting()) {
                    Thread.onSpinWait();
                }
                process.kill();
            });
            killer.start();
            for (String line = process.nextLine(); line != null; line = process.nextLine()) {
                acknowledged.add(UserId.parse(line).orElseThrow());
            }
            ended.set(true);
            killer.join();
            assertThat(process.exitCode()).as("killed").isEqualTo(137);
        }

        assertThat(acknowledged).hasSizeGreaterThan(100);
        try (JooqStorage storage = database.open()) {
            assertThat(acknowledged)
                    .allSatisfy(id -> assertThat(storage.users().findById(id).map(User::version))
                            .contains(2L));
        }
    }

    /** Returns whether the second file exists, which replaces the first one. */
    private boolean isCompacting() {
        File[] second = path.getParent().toFile().listFiles((directory, name) -> name.endsWith(".tempFile"));
        return second != null && second.length > 0;
    }
}
