package dev.roster.adapters.jdbc.repository;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Races between inserting a row and deleting its parent: the row is inserted while the deletion is open, or the
 * reverse.
 */
class ForeignKeyRaceIT {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    /** The references, and the query that finds children without a parent. */
    private enum Child {
        CREDENTIALS("credentials where user_id not in (select id from users)") {
            @Override
            void create(UnitOfWork unit, UserId user, Post post) {
                unit.credentials().setPassword(user, new PasswordHash("h"));
            }
        },
        TOKEN("one_time_tokens where user_id not in (select id from users)") {
            @Override
            void create(UnitOfWork unit, UserId user, Post post) {
                unit.oneTimeTokens()
                        .store(new OneTimeToken(new TokenHash("abc"), user, OneTimeToken.Purpose.PASSWORD_RESET, NOW));
            }
        },
        POST("posts where author_id not in (select id from users)") {
            @Override
            void create(UnitOfWork unit, UserId user, Post post) {
                unit.posts().create(aPostBy(user).build());
            }
        },
        COMMENT_OF_AUTHOR("comments where author_id not in (select id from users)") {
            @Override
            void create(UnitOfWork unit, UserId user, Post post) {
                unit.comments().create(new NewComment(post.id(), user, "By the deleted author", NOW));
            }
        },
        COMMENT_ON_POST("comments where post_id not in (select id from posts)") {
            @Override
            void create(UnitOfWork unit, UserId user, Post post) {
                unit.comments().create(new NewComment(post.id(), post.authorId(), "On the deleted post", NOW));
            }

            @Override
            void deleteParent(UnitOfWork unit, UserId user, Post post) {
                unit.posts().delete(post.id());
            }
        },
        COMMENT_ON_POST_OF_AUTHOR("comments where post_id not in (select id from posts)") {
            @Override
            void create(UnitOfWork unit, UserId user, Post post) {
                unit.comments().create(new NewComment(post.id(), user, "On what goes with its author", NOW));
            }

            @Override
            void deleteParent(UnitOfWork unit, UserId user, Post post) {
                unit.users().delete(post.authorId());
            }
        };

        private final String orphans;

        Child(String orphans) {
            this.orphans = orphans;
        }

        abstract void create(UnitOfWork unit, UserId user, Post post);

        void deleteParent(UnitOfWork unit, UserId user, Post post) {
            unit.users().delete(user);
        }
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Child.values()).map(child -> Arguments.of(kind, child)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void leavesNoOrphanCreatedDuringDeletion(Kind kind, Child child) throws Exception {
        race(kind, child, child::deleteParent, child::create);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void leavesNoOrphanCommittedDuringDeletion(Kind kind, Child child) throws Exception {
        race(kind, child, child::create, child::deleteParent);
    }

    @FunctionalInterface
    private interface Write {
        void run(UnitOfWork unit, UserId user, Post post);
    }

    private static void race(Kind kind, Child child, Write first, Write second) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            UserId user = storage.users().create(aUser().build()).id();
            UserId author = storage.users().create(aUser().build()).id();
            Post post = storage.posts().create(aPostBy(author).build());
            FutureTask<Boolean> rival = new FutureTask<>(() -> storage.inTransaction(unit -> {
                second.run(unit, user, post);
                return true;
            }));

            storage.inTransaction(unit -> {
                first.run(unit, user, post);
                new Thread(rival).start();
                return finishesBeforeFirstCommit(rival);
            });

            try {
                assertThat(rival.get(60, TimeUnit.SECONDS)).isTrue();
            } catch (ExecutionException refused) {
                assertThat(refused.getCause())
                        .isInstanceOfAny(UserNotFoundException.class, PostNotFoundException.class);
            }
            assertThat(count(empty, child.orphans)).isZero();
        }
    }

    /** Returns whether the rival finishes within 100 ms, although it should wait for the first transaction. */
    private static boolean finishesBeforeFirstCommit(FutureTask<Boolean> rival) throws InterruptedException {
        try {
            rival.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notYetOrRefused) {
            return false;
        }
    }

    private static long count(EmptyDatabase db, String what) throws SQLException {
        try (Connection connection = EmptyDatabase.connect(db.database());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + what)) {
            result.next();
            return result.getLong(1);
        }
    }
}
