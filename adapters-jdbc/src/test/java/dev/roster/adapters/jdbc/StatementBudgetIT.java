package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.StatementCounter.Cost;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Statements and round trips that operations may cost on PostgreSQL. An operation that costs more fails the build. */
class StatementBudgetIT {

    @Test
    void operationsStayWithinBudgets() {
        Map<String, Cost> costs = new TreeMap<>();
        try (EmptyDatabase empty = EmptyDatabase.Kind.POSTGRES.create();
                JooqStorage storage = JooqStorage.open(empty.database().withPoolSize(1));
                StatementCounter messages = new StatementCounter()) {
            BiConsumer<String, Runnable> measure = (operation, call) -> costs.put(operation, messages.measure(call));
            User ann = storage.users().create(aUser().build());
            UserId author = ann.id();
            Post post = storage.posts().create(aPostBy(author).published().build());
            PostFilter published = PostFilter.all().published(true);

            measure.accept("create a user", () -> storage.users().create(aUser().build()));
            measure.accept("update a user", () -> storage.users().update(ann.withName("Anna")));
            measure.accept("find a user by id", () -> storage.users().findById(author));
            measure.accept(
                    "create a post",
                    () -> storage.posts().create(aPostBy(author).published().build()));
            measure.accept(
                    "create a post in a transaction",
                    () -> storage.inTransaction(
                            unit -> unit.posts().create(aPostBy(author).build())));
            measure.accept("update a post", () -> storage.posts().update(post.withTitle("Another")));
            measure.accept("find a post by id", () -> storage.posts().findById(post.id()));
            measure.accept(
                    "first page of posts", () -> storage.posts().findPaginated(new PageRequest(1, 20), published));
            measure.accept(
                    "first page of posts with comments",
                    () -> storage.posts().findWithComments(new PageRequest(1, 20), published, CommentsEach.atMost(50)));
            measure.accept(
                    "later page of posts", () -> storage.posts().findPaginated(new PageRequest(4_000, 20), published));
            measure.accept("slice of posts", () -> storage.posts().findAfter(SliceRequest.first(20), published));
            measure.accept(
                    "create a comment",
                    () -> storage.comments().create(new NewComment(post.id(), author, "Fine", post.createdAt())));
            measure.accept(
                    "first page of comments", () -> storage.comments().findByPost(post.id(), new PageRequest(1, 20)));
            measure.accept("delete a post", () -> storage.posts().delete(post.id()));
        }

        assertThat(costs.remove("create a post in a transaction"))
                .as("BEGIN, sent together with the insertion, and COMMIT")
                .isEqualTo(new Cost(3, 2));
        assertThat(costs)
                .hasSize(13)
                .allSatisfy((operation, cost) -> assertThat(cost).as(operation).isEqualTo(new Cost(1, 1)));
    }
}
