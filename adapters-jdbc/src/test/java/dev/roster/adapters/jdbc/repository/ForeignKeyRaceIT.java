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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Races between inserting a row and deleting its parent: the row is inserted while the deletion is open, or the
 * reverse.
 */
@ParameterizedClass
@EnumSource
class ForeignKeyRaceIT {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    @AutoClose
    private final EmptyDatabase empty;

    ForeignKeyRaceIT(Kind kind) {
        empty = kind.create();
    }

    @FunctionalInterface
    private interface Write {
        void run(UnitOfWork unit, UserId user, Post post);
    }

    /** The references, each with the creation of a child and the deletion of its parent. */
    @SuppressWarnings("ImmutableEnumChecker") // the lambdas hold no state
    private enum Child {
        CREDENTIALS(
                (unit, user, post) -> unit.credentials().setPassword(user, new PasswordHash("h")),
                (unit, user, post) -> unit.users().delete(user)),
        TOKEN(
                (unit, user, post) -> unit.oneTimeTokens()
                        .store(new OneTimeToken(new TokenHash("abc"), user, OneTimeToken.Purpose.PASSWORD_RESET, NOW)),
                (unit, user, post) -> unit.users().delete(user)),
        POST(
                (unit, user, post) -> unit.posts().create(aPostBy(user).build()),
                (unit, user, post) -> unit.users().delete(user)),
        COMMENT_OF_AUTHOR(
                (unit, user, post) -> unit.comments().create(new NewComment(post.id(), user, "By the user", NOW)),
                (unit, user, post) -> unit.users().delete(user)),
        COMMENT_ON_POST(
                (unit, user, post) ->
                        unit.comments().create(new NewComment(post.id(), post.authorId(), "On the post", NOW)),
                (unit, user, post) -> unit.posts().delete(post.id())),
        COMMENT_ON_POST_OF_AUTHOR(
                (unit, user, post) -> unit.comments().create(new NewComment(post.id(), user, "On the post", NOW)),
                (unit, user, post) -> unit.users().delete(post.authorId()));

        private final Write create;
        private final Write deleteParent;

        Child(Write create, Write deleteParent) {
            this.create = create;
            this.deleteParent = deleteParent;
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoOrphanCreatedDuringDeletion(Child child) throws Exception {
        race(child.deleteParent, child.create);
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoOrphanCommittedDuringDeletion(Child child) throws Exception {
        race(child.create, child.deleteParent);
    }

    private void race(Write first, Write second) throws Exception {
        JooqStorage storage = empty.open();
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
            assertThat(refused.getCause()).isInstanceOfAny(UserNotFoundException.class, PostNotFoundException.class);
        }
        for (String orphans : List.of(
                "credentials where user_id not in (select id from users)",
                "one_time_tokens where user_id not in (select id from users)",
                "posts where author_id not in (select id from users)",
                "comments where author_id not in (select id from users)",
                "comments where post_id not in (select id from posts)")) {
            assertThat(empty.rows("select * from " + orphans)).as(orphans).isEmpty();
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
}
