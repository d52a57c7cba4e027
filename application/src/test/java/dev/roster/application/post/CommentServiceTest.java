package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Viewer;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentNotFoundException;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cost of comments, and concurrent deletions of a comment or its post. */
class CommentServiceTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final Caller COMMENTER = new Caller(new UserId(43));
    private static final Caller STRANGER = new Caller(new UserId(8));
    private static final Post POST = new NewPost(new UserId(42), "Post", "", true, NOW).toPost(new PostId(1));
    private static final NewComment NEW_COMMENT = new NewComment(POST.id(), COMMENTER.id(), "Well said", NOW);
    private static final Comment COMMENT = NEW_COMMENT.toComment(new CommentId(101));

    private final MockedStorage mocked = new MockedStorage();
    private final CommentService service = new CommentService(mocked.storage, InstantSource.fixed(NOW));

    @BeforeEach
    void stubPostWithComment() {
        when(mocked.posts.findById(POST.id())).thenReturn(Optional.of(POST));
        when(mocked.unitPosts.findById(POST.id())).thenReturn(Optional.of(POST));
        when(mocked.comments.findById(COMMENT.id())).thenReturn(Optional.of(COMMENT));
        when(mocked.unitComments.findById(COMMENT.id())).thenReturn(Optional.of(COMMENT));
    }

    @Test
    void createsAndReadsWithoutTransaction() {
        when(mocked.comments.create(NEW_COMMENT)).thenReturn(COMMENT);

        assertThat(service.create(COMMENTER, POST.id(), "Well said")).isSameAs(COMMENT);
        assertThat(service.view(Viewer.anonymous(), COMMENT.id())).isSameAs(COMMENT);

        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void rejectsInvalidCommentBeforeStorage() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> service.create(COMMENTER, POST.id(), " \n"));

        verifyNoInteractions(mocked.storage);
    }

    @Test
    void rejectsCommentOnPostDeletedConcurrently() {
        PostNotFoundException gone = new PostNotFoundException(POST.id());
        when(mocked.comments.create(NEW_COMMENT)).thenThrow(gone);

        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> service.create(COMMENTER, POST.id(), "Well said"))
                .isSameAs(gone);
    }

    @Test
    void returnsNotFoundIfPostIsDeletedConcurrently() {
        when(mocked.posts.findById(POST.id())).thenReturn(Optional.empty());

        assertThatExceptionOfType(CommentNotFoundException.class)
                .isThrownBy(() -> service.view(COMMENTER, COMMENT.id()))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(COMMENT.id()));
    }

    @Test
    void listsNoCommentsOfUnreadablePost() {
        PageRequest request = new PageRequest(2, 5);
        when(mocked.posts.findById(POST.id())).thenReturn(Optional.of(POST.withPublished(false)));

        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> service.list(COMMENTER, POST.id(), request))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(POST.id()));

        verify(mocked.comments, never()).findByPost(POST.id(), request);
    }

    @Test
    void returnsNotFoundIfDeletedConcurrently() {
        when(mocked.unitComments.delete(COMMENT.id())).thenReturn(false);

        assertThatExceptionOfType(CommentNotFoundException.class)
                .isThrownBy(() -> service.delete(COMMENTER, COMMENT.id()))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(COMMENT.id()));
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void namesCallerAndCommentInRejection() {
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> service.delete(STRANGER, COMMENT.id()))
                .withMessage("user 8 may not delete comment 101");

        verify(mocked.unitComments, never()).delete(COMMENT.id());
    }
}
