package dev.roster.testkit.contract.service;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.access.Caller;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostInput;
import dev.roster.application.post.PostQuery;
import dev.roster.application.post.PostService;
import dev.roster.application.post.PostUpdate;
import dev.roster.application.post.PostView;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentNotFoundException;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/**
 * Contract of {@link PostService} and {@link CommentService}, run on the storage of an adapter. Longer than other
 * classes because the clauses of both services share their callers.
 */
public abstract class PostServiceContract extends Contract<Storage> {

    private static final PageRequest FIRST = PageRequest.first();

    private final SettableClock clock = new SettableClock();
    private PostService posts;
    private CommentService comments;
    private Caller ann;
    private Caller bob;
    private Caller admin;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // set before each clause
    protected PostServiceContract() {}

    @BeforeEach
    final void openServices() {
        posts = new PostService(client(), clock);
        comments = new CommentService(client(), clock);
        ann = new Caller(client().users().create(aUser().build()).id());
        bob = new Caller(client().users().create(aUser().build()).id());
        User promoted = client().users().create(aUser().build());
        admin = new Caller(
                client().users().update(promoted.withRole(Role.ADMIN)).id());
    }

    /**
     * Given a caller. When the caller creates a post. Then the caller is its author, and the creation time is now. A
     * deleted user can create no post.
     */
    @Clause(
            value = "post-service.created-by-caller",
            promise = "The author of a post is its caller and its time is now; a deleted user creates none.")
    void callerIsAuthorOfCreatedPost() {
        Post post = posts.create(ann, new PostInput("Title", "Content", true));

        assertThat(post.authorId()).isEqualTo(ann.id());
        assertThat(post.createdAt()).isEqualTo(clock.instant());
        assertThat(posts.view(Viewer.anonymous(), post.id())).isEqualTo(post);
        client().users().delete(bob.id());
        assertThatThrownBy(() -> createDraft(bob)).isInstanceOf(InvalidAccessTokenException.class);
    }

    /**
     * Given a draft. When it is viewed and listed by its author, another user, an admin and an anonymous viewer. Then
     * only the author sees it; all others get the same result as if it did not exist.
     */
    @Clause(
            value = "post-service.drafts-visible-to-author-only",
            promise = "A draft is visible to its author only; for all others it does not exist.")
    void showsDraftsToAuthorOnly() {
        Post draft = createDraft(ann);

        assertThat(posts.view(ann, draft.id())).isEqualTo(draft);
        for (Viewer other : List.of(bob, admin, Viewer.anonymous())) {
            assertThatThrownBy(() -> posts.view(other, draft.id())).isInstanceOf(PostNotFoundException.class);
            assertThat(posts.list(other, PostQuery.ALL, FIRST).total()).isZero();
            assertThat(posts.listByAuthor(other, ann.id(), FIRST).total()).isZero();
            assertThat(posts.listByAuthorWithComments(other, ann.id(), FIRST).total())
                    .isZero();
            assertThat(posts.listAfter(other, PostQuery.ALL, SliceRequest.first(10))
                            .items())
                    .isEmpty();
        }
    }

    /**
     * Given drafts and published posts of two users. When several viewers list posts. Then each list contains exactly
     * the posts that the viewer may read.
     */
    @Clause(
            value = "post-service.lists-contain-readable-only",
            promise = "Each list contains exactly the posts that the viewer may read.")
    void listsContainOnlyReadablePosts() {
        Post annDraft = createDraft(ann);
        Post annPublished = createPublished(ann);
        Post bobDraft = createDraft(bob);
        Post bobPublished = createPublished(bob);
        PostQuery drafts = new PostQuery(Optional.empty(), Optional.of(false));

        assertThat(list(Viewer.anonymous(), PostQuery.ALL)).containsExactly(bobPublished, annPublished);
        assertThat(list(Viewer.anonymous(), drafts)).isEmpty();
        assertThat(list(ann, PostQuery.ALL)).containsExactly(bobPublished, annPublished, annDraft);
        assertThat(list(ann, drafts)).containsExactly(annDraft);
        assertThat(list(ann, PostQuery.byAuthor(bob.id()))).containsExactly(bobPublished);
        assertThat(list(bob, PostQuery.byAuthor(bob.id()))).containsExactly(bobPublished, bobDraft);
        assertThat(posts.listByAuthor(bob, bob.id(), FIRST).items()).containsExactly(bobPublished, bobDraft);
        UserId nobody = new UserId(UserId.MAX);
        assertThatThrownBy(() -> posts.listByAuthor(ann, nobody, FIRST)).isInstanceOf(UserNotFoundException.class);
        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> posts.listByAuthorWithComments(ann, nobody, FIRST));
        assertThat(posts.listByAuthor(ann, admin.id(), FIRST)).isEqualTo(Page.empty(FIRST));
    }

    private List<Post> list(Viewer viewer, PostQuery query) {
        Page<Post> page = posts.list(viewer, query, FIRST);
        assertThat(page.total()).isEqualTo(page.items().size());
        assertThat(posts.listAfter(viewer, query, SliceRequest.first(20)).items())
                .isEqualTo(page.items());
        return page.items();
    }

    /**
     * Given a post with more comments than a list shows, and one with longer comments. When posts are listed with
     * comments. Then each post has its oldest comments, as many and as long as the list permits, and the total number
     * of comments.
     */
    @Clause(
            value = "post-service.listed-with-comments",
            promise = "A list with comments contains the oldest comments of each post, limited in number and bytes, "
                    + "and their total number.")
    void listsPostsWithOldestComments() {
        Post post = createPublished(ann);
        List<Comment> all = new ArrayList<>();
        for (int i = 0; i < PostService.MAX_COMMENTS_PER_POST + 2; i++) {
            all.add(comments.create(i % 2 == 0 ? ann : bob, post.id(), "Comment " + i));
        }

        assertThat(posts.listByAuthorWithComments(Viewer.anonymous(), ann.id(), FIRST))
                .isEqualTo(new Page<>(
                        List.of(new PostWithComments(
                                post, all.subList(0, PostService.MAX_COMMENTS_PER_POST), all.size())),
                        1,
                        FIRST));
        PageRequest hundred = new PageRequest(1, 100);
        String third = "x".repeat(PostService.MAX_COMMENT_BYTES_PER_PAGE / hundred.size() / 3 + 1);
        Post discussed = createPublished(bob);
        List<Comment> texts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            texts.add(comments.create(ann, discussed.id(), third));
        }
        assertThat(posts.listByAuthorWithComments(Viewer.anonymous(), bob.id(), hundred)
                        .items())
                .as("posts with comments that are longer than a hundredth of a page")
                .containsExactly(new PostWithComments(discussed, texts.subList(0, 2), 3));
    }

    /**
     * Given a draft and a published post. When they are changed and deleted. Then only their author and an admin may do
     * so. Other users get {@link NotAllowedException}, or {@link PostNotFoundException} for a draft.
     */
    @Clause(
            value = "post-service.changeable-by-author-and-admin-only",
            promise = "A post is changed and deleted only by its author or an admin; others do not learn of a draft.")
    void onlyAuthorOrAdminMayChangePost() {
        Post draft = createDraft(ann);
        Post published = createPublished(ann);

        assertThatThrownBy(() -> changeTitle(bob, published)).isInstanceOf(NotAllowedException.class);
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> posts.delete(bob, published.id(), Precondition.NONE));
        assertThatThrownBy(() -> changeTitle(bob, draft)).isInstanceOf(PostNotFoundException.class);
        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> posts.delete(bob, draft.id(), Precondition.NONE));
        assertThat(posts.view(ann, draft.id())).isEqualTo(draft);
        assertThat(posts.view(ann, published.id())).isEqualTo(published);

        assertThat(changeTitleAsManager(ann, draft).title()).isEqualTo("Other");
        assertThat(changeTitleAsManager(admin, published).title()).isEqualTo("Other");
        posts.delete(admin, draft.id(), Precondition.NONE);
        posts.delete(ann, published.id(), Precondition.NONE);
        for (Post gone : List.of(draft, published)) {
            assertThatThrownBy(() -> posts.view(ann, gone.id())).isInstanceOf(PostNotFoundException.class);
            assertThatThrownBy(() -> changeTitle(ann, gone)).isInstanceOf(PostNotFoundException.class);
        }
    }

    /**
     * Given a draft. When an admin changes it, sends an update without fields, or publishes it. Then the change
     * succeeds without returning the text, the empty update fails as the admin's read does, whatever the precondition,
     * and publishing is rejected. The result of hiding a published post has no text either.
     */
    @Clause(
            value = "post-service.admin-change-shows-no-draft",
            promise = "An admin can change a draft but neither reads nor publishes it.")
    void adminChangeShowsNoDraft() {
        Post draft = createDraft(ann);
        PostUpdate empty = new PostUpdate(Optional.empty(), Optional.empty(), Optional.empty());
        PostView hidden = new PostView.HiddenDraft(draft.id(), ann.id());

        for (Precondition precondition : List.<Precondition>of(Precondition.NONE, current -> false)) {
            assertThatExceptionOfType(PostNotFoundException.class)
                    .isThrownBy(() -> posts.update(admin, draft.id(), empty, precondition));
        }
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> posts.update(admin, draft.id(), publishing(true), Precondition.NONE));
        PostUpdate replacement = PostUpdate.replacement(new PostInput("Mine", "Mine", true));
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> posts.update(admin, draft.id(), replacement, Precondition.NONE));
        assertThat(posts.view(ann, draft.id())).isEqualTo(draft);

        assertThat(posts.update(admin, draft.id(), publishing(false), Precondition.NONE))
                .isEqualTo(hidden);
        assertThat(changeTitle(admin, draft)).isEqualTo(hidden);
        assertThat(posts.view(ann, draft.id()).title()).isEqualTo("Other");
        assertThat(complete(posts.update(ann, draft.id(), publishing(true), Precondition.NONE))
                        .published())
                .isTrue();
        assertThat(complete(posts.update(admin, draft.id(), empty, Precondition.NONE)))
                .isEqualTo(posts.view(admin, draft.id()));
        assertThat(posts.update(admin, draft.id(), publishing(false), Precondition.NONE))
                .isEqualTo(hidden);
    }

    /**
     * Given a post that has changed since it was read. When an update or a deletion requires the old revision. Then
     * {@link PreconditionFailedException} is thrown and nothing changes.
     */
    @Clause(
            value = "post-service.failed-precondition-changes-nothing",
            promise = "An update or deletion of a post whose precondition fails changes nothing.")
    void failedPreconditionChangesNothing() {
        Post old = createPublished(ann);
        clock.advance(Duration.ofSeconds(1));
        Post current = complete(changeTitle(ann, old));
        Precondition unchanged = Revision.of(old)::equals;

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> posts.update(
                        ann, old.id(), PostUpdate.replacement(new PostInput("Late", "", false)), unchanged));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> posts.delete(ann, old.id(), unchanged));
        assertThat(posts.view(ann, old.id())).isEqualTo(current);
        assertThat(current.updatedAt()).isEqualTo(clock.instant());

        posts.delete(ann, old.id(), Revision.of(current)::equals);
        assertThatThrownBy(() -> posts.view(ann, old.id())).isInstanceOf(PostNotFoundException.class);
    }

    /**
     * Given a post that the caller may read. When the caller comments on it. Then the caller is the author of the
     * comment, and the creation time is now. A deleted user can create no comment.
     */
    @Clause(
            value = "comment-service.created-by-caller",
            promise = "The author of a comment is its caller and its time is now; a deleted user creates none.")
    void callerIsAuthorOfCreatedComment() {
        Post post = createPublished(ann);

        Comment comment = comments.create(bob, post.id(), "Nice.");

        assertThat(comment.authorId()).isEqualTo(bob.id());
        assertThat(comment.createdAt()).isEqualTo(clock.instant());
        assertThat(comments.view(Viewer.anonymous(), comment.id())).isEqualTo(comment);
        client().users().delete(bob.id());
        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> comments.create(bob, post.id(), "From nowhere."));
    }

    /** Given comments on a post. When the post becomes a draft. Then only its author can read or add comments. */
    @Clause(
            value = "comment-service.readable-like-post",
            promise = "Comments are readable and can be added exactly by the callers that may read the post.")
    void commentsAreReadableLikeTheirPost() {
        Post post = createPublished(ann);
        Comment comment = comments.create(bob, post.id(), "Nice.");
        assertThat(comments.list(Viewer.anonymous(), post.id(), FIRST).items()).containsExactly(comment);

        posts.update(ann, post.id(), publishing(false), Precondition.NONE);

        assertThat(comments.list(ann, post.id(), FIRST).items()).containsExactly(comment);
        assertThat(comments.view(ann, comment.id())).isEqualTo(comment);
        for (Viewer other : List.of(bob, admin, Viewer.anonymous())) {
            assertThatThrownBy(() -> comments.list(other, post.id(), FIRST)).isInstanceOf(PostNotFoundException.class);
            assertThatThrownBy(() -> comments.view(other, comment.id())).isInstanceOf(CommentNotFoundException.class);
        }
        assertThatThrownBy(() -> comments.create(bob, post.id(), "More.")).isInstanceOf(PostNotFoundException.class);
    }

    /**
     * Given comments on a post. When several users delete them. Then only the author of the comment, the author of the
     * post and an admin may do so.
     */
    @Clause(
            value = "comment-service.deletable-by-authors-and-admin-only",
            promise = "A comment is deleted only by its author, the author of the post or an admin.")
    void onlyAuthorsAndAdminMayDeleteComment() {
        Post post = createPublished(ann);
        Caller carl = new Caller(client().users().create(aUser().build()).id());
        for (Caller concerned : List.of(bob, ann, admin)) {
            Comment comment = comments.create(bob, post.id(), "Nice.");

            assertThatThrownBy(() -> comments.delete(carl, comment.id())).isInstanceOf(NotAllowedException.class);
            assertThat(comments.view(carl, comment.id())).isEqualTo(comment);
            Required.run("a deletion by an author or an admin", () -> comments.delete(concerned, comment.id()));
            assertThatThrownBy(() -> comments.view(bob, comment.id())).isInstanceOf(CommentNotFoundException.class);
            assertThatExceptionOfType(CommentNotFoundException.class)
                    .isThrownBy(() -> comments.delete(concerned, comment.id()));
        }
        Post draft = createDraft(ann);
        Comment hidden = comments.create(ann, draft.id(), "To myself.");
        assertThatThrownBy(() -> comments.delete(bob, hidden.id())).isInstanceOf(CommentNotFoundException.class);
    }

    private Post createDraft(Caller author) {
        return posts.create(author, new PostInput("Draft", "Content", false));
    }

    private Post createPublished(Caller author) {
        return posts.create(author, new PostInput("Published", "Content", true));
    }

    private static PostUpdate publishing(boolean published) {
        return new PostUpdate(Optional.empty(), Optional.empty(), Optional.of(published));
    }

    private static Post complete(PostView changed) {
        assertThat(changed).isInstanceOf(PostView.Complete.class);
        return ((PostView.Complete) changed).post();
    }

    private PostView changeTitle(Caller caller, Post post) {
        PostUpdate change = new PostUpdate(Optional.of("Other"), Optional.empty(), Optional.empty());
        return posts.update(caller, post.id(), change, Precondition.NONE);
    }

    /** Changes a title as one that may: a failure breaks the clause. */
    private Post changeTitleAsManager(Caller manager, Post post) {
        return complete(Required.call("a change by the author or an admin", () -> changeTitle(manager, post)));
    }
}
