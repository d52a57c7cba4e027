package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** A service with Mockito in its plain form, to learn from and to copy. */
@ExtendWith(MockitoExtension.class)
class CommentServiceMockitoTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00Z");
    private static final Caller BOB = new Caller(new UserId(43));
    private static final Post POST = new NewPost(new UserId(42), "Post", "", true, NOW).toPost(new PostId(1));

    @Mock
    private Storage storage;

    @Mock
    private PostRepository posts;

    @Mock
    private CommentRepository comments;

    private CommentService service;

    @BeforeEach
    void createService() {
        when(storage.posts()).thenReturn(posts);
        service = new CommentService(storage, InstantSource.fixed(NOW));
    }

    @Test
    void storesComment() {
        NewComment expected = new NewComment(POST.id(), BOB.id(), "Well said", NOW);
        Comment stored = expected.toComment(new CommentId(101));
        when(posts.findById(POST.id())).thenReturn(Optional.of(POST));
        when(storage.comments()).thenReturn(comments);
        when(comments.create(expected)).thenReturn(stored);

        Comment created = service.create(BOB, POST.id(), "Well said");

        assertThat(created).isSameAs(stored);
    }

    @Test
    void storesNoCommentOnUnknownPost() {
        when(posts.findById(POST.id())).thenReturn(Optional.empty());

        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> service.create(BOB, POST.id(), "Well said"));

        verify(comments, never()).create(any());
    }
}
