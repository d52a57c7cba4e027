package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.User;
import java.util.List;

/** Assertions that each way to read an entity returns all its fields as given, and each list exactly once. */
final class EveryRead {

    private static final int PAGE_SIZE = 100;

    private EveryRead() {}

    /** Asserts that a user is found by id, by email address and in the list. */
    static void assertReturns(UserRepository users, User expected) {
        assertThat(users.findById(expected.id())).as("found by id").contains(expected);
        assertThat(users.lock(expected.id())).as("locked").contains(expected);
        assertThat(users.findByEmail(expected.email()))
                .as("found by email address")
                .contains(expected);
        assertThat(ListReader.readAll(users::findAll).stream()
                        .filter(user -> user.id().equals(expected.id())))
                .as("listed")
                .containsExactly(expected);
    }

    /** Asserts that a post is found by id and is in all lists of its author. */
    static void assertReturns(PostRepository posts, Post expected) {
        PostFilter ofAuthor = PostFilter.all().byAuthor(expected.authorId());
        assertThat(posts.findById(expected.id())).as("found by id").contains(expected);
        assertThat(ListReader.readAll(request -> posts.findPaginated(request, ofAuthor)).stream()
                        .filter(post -> post.id().equals(expected.id())))
                .as("in pages")
                .containsExactly(expected);
        assertThat(ListReader.readSlices(posts, ofAuthor, PAGE_SIZE).stream()
                        .filter(post -> post.id().equals(expected.id())))
                .as("in slices")
                .containsExactly(expected);
        assertThat(
                        ListReader.readAll(request -> posts.findWithComments(request, ofAuthor, CommentsEach.atMost(1)))
                                .stream()
                                .map(PostWithComments::post)
                                .filter(post -> post.id().equals(expected.id())))
                .as("in pages with comments")
                .containsExactly(expected);
    }

    /** Asserts that a comment is found by id and is in both lists of comments on its post. */
    static void assertReturns(UnitOfWork unit, Comment expected) {
        CommentRepository comments = unit.comments();
        assertThat(comments.findById(expected.id())).as("found by id").contains(expected);
        assertThat(ListReader.readAll(request -> comments.findByPost(expected.postId(), request)).stream()
                        .filter(comment -> comment.id().equals(expected.id())))
                .as("in pages")
                .containsExactly(expected);
        List<PostWithComments> posts = ListReader.readAll(
                request -> unit.posts().findWithComments(request, PostFilter.all(), CommentsEach.atMost(PAGE_SIZE)));
        assertThat(posts.stream()
                        .filter(each -> each.post().id().equals(expected.postId()))
                        .flatMap(each -> each.firstComments().stream())
                        .filter(comment -> comment.id().equals(expected.id())))
                .as("in the list of posts")
                .containsExactly(expected);
    }
}
