package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Viewer;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentNotFoundException;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which callers may read, write and delete which comments, and the resulting calls on the storage. */
class CommentServiceTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");

    private static final User ADMIN = user(9).withRole(Role.ADMIN);
    private static final Caller AUTHOR = new Caller(new UserId(42));
    private static final Caller COMMENTER = new Caller(new UserId(43));
    private static final Caller STRANGER = new Caller(new UserId(8));
    private static final Caller ADMIN_CALLER = new Caller(ADMIN.id());
    private static final Viewer ANONYMOUS = Viewer.anonymous();

    private static final Post PUBLISHED = post(1, true);
    private static final Post DRAFT = post(2, false);
    private static final PostId MISSING = new PostId(3);

    private static final Comment COMMENT = commentOn(PUBLISHED, 101);

    /** Stored while the post was published. */
    private static final Comment ON_DRAFT = commentOn(DRAFT, 102);

    private static final CommentId MISSING_COMMENT = new CommentId(103);

    private final MockedStorage mocked = new MockedStorage();
    private final CommentService service = new CommentService(mocked.storage, InstantSource.fixed(NOW));

    private static User user(long id) {
        return new NewUser(new EmailAddress("user" + id + "@example.com"), "User " + id, "", null, THEN)
                .toUser(new UserId(id));
    }

    private static Post post(long id, boolean published) {
        return new NewPost(AUTHOR.id(), "Post " + id, "", published, THEN).toPost(new PostId(id));
    }

    private static Comment commentOn(Post post, long id) {
        return new NewComment(post.id(), COMMENTER.id(), "Well said", THEN).toComment(new CommentId(id));
    }

    @BeforeEach
    void stubUsersPostsAndComments() {
        for (User user : List.of(ADMIN, user(42), user(43), user(8))) {
            when(mocked.unitUsers.findById(user.id())).thenReturn(Optional.of(user));
        }
        for (Post post : List.of(PUBLISHED, DRAFT)) {
            when(mocked.posts.findById(post.id())).thenReturn(Optional.of(post));
            when(mocked.unitPosts.findById(post.id())).thenReturn(Optional.of(post));
        }
        for (Comment comment : List.of(COMMENT, ON_DRAFT)) {
            when(mocked.comments.findById(comment.id())).thenReturn(Optional.of(comment));
            when(mocked.unitComments.findById(comment.id())).thenReturn(Optional.of(comment));
        }
        when(mocked.unitComments.delete(any())).thenReturn(true);
    }

    @Test
    void createsCommentOnReadablePost() {
        when(mocked.comments.create(any()))
                .thenAnswer(call -> call.<NewComment>getArgument(0).toComment(new CommentId(104)));

        assertThat(service.create(STRANGER, PUBLISHED.id(), "Hear, hear"))
                .isEqualTo(new Comment(new CommentId(104), PUBLISHED.id(), STRANGER.id(), "Hear, hear", NOW));
        assertThat(service.create(AUTHOR, DRAFT.id(), "To do"))
                .isEqualTo(new Comment(new CommentId(104), DRAFT.id(), AUTHOR.id(), "To do", NOW));

        verify(mocked.comments).create(new NewComment(PUBLISHED.id(), STRANGER.id(), "Hear, hear", NOW));
        verify(mocked.comments).create(new NewComment(DRAFT.id(), AUTHOR.id(), "To do", NOW));
        assertThat(mocked.transactions())
                .as("two statements without a transaction")
                .isZero();
    }

    @Test
    void rejectsCommentOnUnreadablePost() {
        for (Caller caller : List.of(STRANGER, COMMENTER, ADMIN_CALLER)) {
            assertPostNotFound(DRAFT.id(), () -> service.create(caller, DRAFT.id(), "Hear, hear"));
        }
        assertPostNotFound(MISSING, () -> service.create(AUTHOR, MISSING, "Hear, hear"));

        verify(mocked.comments, never()).create(any());
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void rejectsInvalidCommentBeforeStorage() {
        for (String invalid : List.of("", " \n", "a\0b", "x".repeat(20_001))) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> service.create(STRANGER, PUBLISHED.id(), invalid));
        }
        verifyNoInteractions(mocked.storage);
    }

    @Test
    void rejectsCreationByDeletedCaller() {
        when(mocked.comments.create(any())).thenThrow(new UserNotFoundException(STRANGER.id()));

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> service.create(STRANGER, PUBLISHED.id(), "Hear, hear"))
                .withMessage("user 8 was deleted");
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void returnsNotFoundIfPostIsDeletedConcurrently() {
        PostNotFoundException gone = new PostNotFoundException(PUBLISHED.id());
        when(mocked.comments.create(any())).thenThrow(gone);

        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> service.create(STRANGER, PUBLISHED.id(), "Hear, hear"))
                .isSameAs(gone);
    }

    @Test
    void showsCommentIfPostIsReadable() {
        for (Viewer viewer : List.of(AUTHOR, COMMENTER, STRANGER, ADMIN_CALLER, ANONYMOUS)) {
            assertThat(service.view(viewer, COMMENT.id())).isEqualTo(COMMENT);
        }
        assertThat(service.view(AUTHOR, ON_DRAFT.id())).isEqualTo(ON_DRAFT);

        for (Viewer viewer : List.of(COMMENTER, STRANGER, ADMIN_CALLER, ANONYMOUS)) {
            assertCommentNotFound(ON_DRAFT.id(), () -> service.view(viewer, ON_DRAFT.id()));
        }
        assertCommentNotFound(MISSING_COMMENT, () -> service.view(AUTHOR, MISSING_COMMENT));

        when(mocked.posts.findById(PUBLISHED.id())).thenReturn(Optional.empty());
        assertCommentNotFound(COMMENT.id(), () -> service.view(COMMENTER, COMMENT.id()));
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void listsCommentsIfPostIsReadable() {
        PageRequest request = new PageRequest(2, 5);
        Page<Comment> page = new Page<>(List.of(COMMENT), 6, request);
        Page<Comment> ofDraft = new Page<>(List.of(), 1, request);
        when(mocked.comments.findByPost(PUBLISHED.id(), request)).thenReturn(page);
        when(mocked.comments.findByPost(DRAFT.id(), request)).thenReturn(ofDraft);

        for (Viewer viewer : List.of(AUTHOR, STRANGER, ANONYMOUS)) {
            assertThat(service.list(viewer, PUBLISHED.id(), request)).isSameAs(page);
        }
        assertThat(service.list(AUTHOR, DRAFT.id(), request)).isSameAs(ofDraft);

        for (Viewer viewer : List.of(COMMENTER, STRANGER, ADMIN_CALLER, ANONYMOUS)) {
            assertPostNotFound(DRAFT.id(), () -> service.list(viewer, DRAFT.id(), request));
        }
        assertPostNotFound(MISSING, () -> service.list(AUTHOR, MISSING, request));
        verify(mocked.comments).findByPost(DRAFT.id(), request);
        verify(mocked.comments, never()).findByPost(MISSING, request);
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void allowsDeletionByAuthorsAndAdmin() {
        for (Comment comment : List.of(COMMENT, ON_DRAFT)) {
            for (Caller caller : List.of(COMMENTER, AUTHOR, ADMIN_CALLER)) {
                service.delete(caller, comment.id());
            }
            verify(mocked.unitComments, times(3)).delete(comment.id());
        }
        assertThat(mocked.transactions()).isEqualTo(6);
        assertThat(mocked.commits()).isEqualTo(6);
        verifyNoInteractions(mocked.comments, mocked.posts, mocked.users);
        verify(mocked.unitPosts, never()).delete(any());
    }

    @Test
    void rejectsDeletionByOtherCallers() {
        Caller deleted = new Caller(new UserId(10));
        for (Caller caller : List.of(STRANGER, deleted)) {
            assertThatExceptionOfType(NotAllowedException.class)
                    .isThrownBy(() -> service.delete(caller, COMMENT.id()))
                    .withMessage("user " + caller.id() + " may not delete comment 101");
            assertCommentNotFound(ON_DRAFT.id(), () -> service.delete(caller, ON_DRAFT.id()));
        }
        for (Caller caller : List.of(STRANGER, AUTHOR, ADMIN_CALLER)) {
            assertCommentNotFound(MISSING_COMMENT, () -> service.delete(caller, MISSING_COMMENT));
        }

        verify(mocked.unitComments, never()).delete(any());
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void rejectsDeletionByAuthorOfOtherComment() {
        Comment another = new NewComment(PUBLISHED.id(), AUTHOR.id(), "Thanks", THEN).toComment(new CommentId(104));
        when(mocked.unitComments.findById(another.id())).thenReturn(Optional.of(another));

        assertThatExceptionOfType(NotAllowedException.class).isThrownBy(() -> service.delete(COMMENTER, another.id()));

        verify(mocked.unitComments, never()).delete(any());
    }

    @Test
    void returnsNotFoundIfDeletedConcurrently() {
        when(mocked.unitComments.delete(COMMENT.id())).thenReturn(false);

        assertCommentNotFound(COMMENT.id(), () -> service.delete(COMMENTER, COMMENT.id()));
    }

    private static void assertPostNotFound(PostId id, Runnable attempt) {
        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(attempt::run)
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(id));
    }

    private static void assertCommentNotFound(CommentId id, Runnable attempt) {
        assertThatExceptionOfType(CommentNotFoundException.class)
                .isThrownBy(attempt::run)
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(id));
    }
}
