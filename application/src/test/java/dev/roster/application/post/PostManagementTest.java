package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which callers may change a post, in which state, and how concurrent changes are handled. */
class PostManagementTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");

    private static final User ANN = user(42);
    private static final User STRANGER = user(8);
    private static final User ADMIN = user(9).withRole(Role.ADMIN);
    private static final Caller AUTHOR = new Caller(ANN.id());
    private static final Caller DELETED = new Caller(new UserId(10));

    private static final Post PUBLISHED = post(1, ANN, true);
    private static final Post DRAFT = post(2, ANN, false);
    private static final Post POST_OF_ADMIN = post(3, ADMIN, true);
    private static final PostId MISSING = new PostId(4);

    private final MockedStorage mocked = new MockedStorage();
    private final PostService service = new PostService(mocked.storage, InstantSource.fixed(NOW));

    private static User user(long id) {
        return new NewUser(new EmailAddress("user" + id + "@example.com"), "User " + id, "", null, THEN)
                .toUser(new UserId(id));
    }

    private static Post post(long id, User author, boolean published) {
        return new NewPost(author.id(), "Post " + id, "text", published, THEN).toPost(new PostId(id));
    }

    @BeforeEach
    void stubUsersAndPosts() {
        for (User user : List.of(ANN, STRANGER, ADMIN)) {
            when(mocked.unitUsers.findById(user.id())).thenReturn(Optional.of(user));
        }
        for (Post post : List.of(PUBLISHED, DRAFT, POST_OF_ADMIN)) {
            when(mocked.unitPosts.findById(post.id())).thenReturn(Optional.of(post));
        }
        when(mocked.unitPosts.update(any())).thenAnswer(call -> {
            Post given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
        when(mocked.unitPosts.delete(any(), anyLong())).thenReturn(true);
    }

    @ParameterizedTest
    @EnumSource
    void allowsAuthorAndAdmin(PostWriteOperation write) {
        for (Post post : List.of(PUBLISHED, DRAFT)) {
            for (Caller caller : List.of(AUTHOR, new Caller(ADMIN.id()))) {
                write.apply(service, caller, post.id(), Precondition.NONE);
            }
        }
        verify(mocked.unitPosts, times(write == PostWriteOperation.DELETE ? 2 : 0))
                .delete(PUBLISHED.id(), 1);
        verify(mocked.unitPosts, times(write == PostWriteOperation.DELETE ? 2 : 0))
                .delete(DRAFT.id(), 1);
        verify(mocked.unitPosts, times(write == PostWriteOperation.DELETE ? 0 : 4))
                .update(any());
        verifyNoInteractions(mocked.posts, mocked.users);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsOtherCallersForPublishedPost(PostWriteOperation write) {
        for (Caller caller : List.of(new Caller(STRANGER.id()), DELETED)) {
            assertThatExceptionOfType(NotAllowedException.class)
                    .isThrownBy(() -> write.apply(service, caller, PUBLISHED.id(), Precondition.NONE))
                    .withMessage("user " + caller.id() + " may not change post 1");
        }
        assertThatExceptionOfType(NotAllowedException.class)
                .as("the caller's role decides, not the author's")
                .isThrownBy(() -> write.apply(service, AUTHOR, POST_OF_ADMIN.id(), Precondition.NONE));
        assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void returnsNotFoundForDraftOfOtherAuthor(PostWriteOperation write) {
        for (Caller caller : List.of(new Caller(STRANGER.id()), DELETED)) {
            assertNotFound(write, caller, DRAFT.id());
        }
        assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void returnsNotFoundForUnknownPost(PostWriteOperation write) {
        for (Caller caller : List.of(AUTHOR, new Caller(ADMIN.id()), new Caller(STRANGER.id()), DELETED)) {
            assertNotFound(write, caller, MISSING);
        }
        assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void checksPreconditionAfterAuthorization(PostWriteOperation write) {
        List<Revision> asked = new ArrayList<>();
        Precondition refusing = current -> {
            assertThat(mocked.inTransaction()).isTrue();
            asked.add(current);
            return false;
        };
        Post changedSince = DRAFT.withVersion(7).withUpdatedAt(NOW);
        when(mocked.unitPosts.findById(DRAFT.id())).thenReturn(Optional.of(changedSince));

        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> write.apply(service, DELETED, PUBLISHED.id(), refusing));
        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> write.apply(service, DELETED, DRAFT.id(), refusing));
        assertThat(asked).isEmpty();

        for (Caller caller : List.of(AUTHOR, new Caller(ADMIN.id()))) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> write.apply(service, caller, DRAFT.id(), refusing))
                    .withMessageContaining("post 2");
        }
        assertThat(asked).containsExactly(new Revision(7, NOW), new Revision(7, NOW));
        assertNothingWritten();
    }

    @ParameterizedTest
    @EnumSource
    void retriesAfterConcurrentUpdate(PostWriteOperation write) {
        Post overtaken =
                PUBLISHED.withContent("by another").withPublished(false).withVersion(5);
        stubOneConcurrentUpdate(overtaken);

        write.apply(service, AUTHOR, PUBLISHED.id(), Precondition.NONE);

        assertThat(mocked.transactions()).isEqualTo(2);
        assertThat(mocked.commits()).isEqualTo(1);
        Post renamed = overtaken.withTitle("Another").withUpdatedAt(NOW);
        switch (write) {
            case REPLACE ->
                verify(mocked.unitPosts).update(renamed.withContent("").withPublished(true));
            case UPDATE -> verify(mocked.unitPosts).update(renamed);
            case DELETE -> verify(mocked.unitPosts).delete(PUBLISHED.id(), 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rechecksAuthorizationAndPreconditionOnRetry(PostWriteOperation write) {
        stubOneConcurrentUpdate(PUBLISHED.withVersion(5));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> write.apply(
                        service, AUTHOR, PUBLISHED.id(), current -> current.equals(Revision.of(PUBLISHED))));
        assertThat(mocked.transactions()).isEqualTo(2);

        stubOneConcurrentUpdate(PUBLISHED.withVersion(5));
        when(mocked.unitUsers.findById(ADMIN.id()))
                .thenReturn(Optional.of(ADMIN))
                .thenReturn(Optional.of(ADMIN.withRole(Role.USER)));
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> write.apply(service, new Caller(ADMIN.id()), PUBLISHED.id(), Precondition.NONE));
        assertThat(mocked.transactions()).isEqualTo(4);
        assertThat(mocked.commits()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void returnsNotFoundAfterConcurrentDeletion(PostWriteOperation write) {
        stubOneConcurrentUpdate(PUBLISHED.withVersion(5));
        when(mocked.unitPosts.findById(PUBLISHED.id()))
                .thenReturn(Optional.of(PUBLISHED))
                .thenReturn(Optional.empty());

        assertNotFound(write, AUTHOR, PUBLISHED.id());

        assertThat(mocked.transactions()).isEqualTo(2);
        assertThat(mocked.commits()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void throwsConflictAfterMaxAttempts(PostWriteOperation write) {
        StaleVersionException stale = new StaleVersionException("post 1");
        doThrow(stale).when(mocked.unitPosts).update(any());
        doThrow(stale).when(mocked.unitPosts).delete(any(), anyLong());

        assertThatExceptionOfType(TransactionConflictException.class)
                .isThrownBy(() -> write.apply(service, AUTHOR, PUBLISHED.id(), Precondition.NONE))
                .withCause(stale);

        assertThat(mocked.transactions()).isBetween(10, 100);
        assertThat(mocked.commits()).isZero();
    }

    private void stubOneConcurrentUpdate(Post by) {
        when(mocked.unitPosts.findById(by.id()))
                .thenReturn(Optional.of(PUBLISHED))
                .thenReturn(Optional.of(by));
        StaleVersionException stale = new StaleVersionException("post " + by.id());
        doThrow(stale)
                .doAnswer(call -> call.<Post>getArgument(0).withVersion(by.version() + 1))
                .when(mocked.unitPosts)
                .update(any());
        doThrow(stale).when(mocked.unitPosts).delete(by.id(), PUBLISHED.version());
    }

    private void assertNotFound(PostWriteOperation write, Caller caller, PostId id) {
        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> write.apply(service, caller, id, Precondition.NONE))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(id));
    }

    private void assertNothingWritten() {
        verify(mocked.unitPosts, never()).update(any());
        verify(mocked.unitPosts, never()).delete(any(), anyLong());
        verify(mocked.unitPosts, never()).delete(any());
        assertThat(mocked.commits()).isZero();
        verifyNoInteractions(mocked.posts, mocked.users);
    }
}
