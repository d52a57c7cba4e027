package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.Precondition;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls made by the service when the caller may change the post. See {@link PostManagementTest} for authorization,
 * {@link PostReadingTest} for reads.
 */
class PostServiceTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final UserId ANN = new UserId(42);
    private static final Caller CALLER = new Caller(ANN);
    private static final PostId ID = new PostId(7);
    private static final Post POST =
            new NewPost(ANN, "A title", "text", true, THEN).toPost(ID).withVersion(3);

    private final MockedStorage mocked = new MockedStorage();
    private final PostService service = new PostService(mocked.storage, InstantSource.fixed(NOW));

    @BeforeEach
    void stubStoredPost() {
        when(mocked.unitPosts.findById(ID)).thenReturn(Optional.of(POST));
        when(mocked.unitPosts.update(any())).thenAnswer(call -> {
            Post given = call.getArgument(0);
            return given.withVersion(given.version() + 1);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void createsPostOfCallerInOneCall(boolean published) {
        NewPost expected = new NewPost(ANN, "A title", "text", published, NOW);
        Post created = expected.toPost(ID);
        when(mocked.posts.create(expected)).thenReturn(created);

        assertThat(service.create(CALLER, new PostInput("A title", "text", published)))
                .isSameAs(created);

        verify(mocked.posts).create(expected);
        verifyNoMoreInteractions(mocked.posts);
        verifyNoInteractions(mocked.users, mocked.comments);
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void rejectsCreationOfInvalidPost() {
        for (PostInput invalid : List.of(
                new PostInput(" ", "text", true),
                new PostInput("A".repeat(201), "", true),
                new PostInput("A", "\0", false))) {
            assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> service.create(CALLER, invalid));
        }
        verifyNoInteractions(mocked.posts);
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void rejectsCreationByDeletedCaller() {
        when(mocked.posts.create(any())).thenThrow(new UserNotFoundException(ANN));

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> service.create(CALLER, new PostInput("A title", "text", true)))
                .withMessage("user 42 was deleted");
    }

    @Test
    void replacesAllChangeableFields() {
        Post expected =
                POST.withTitle("Another").withContent("").withPublished(false).withUpdatedAt(NOW);

        assertThat(update(PostUpdate.replacement(new PostInput("Another", "", false))))
                .isEqualTo(expected.withVersion(4));

        verify(mocked.unitPosts).update(expected);
        assertSingleWriteInOneTransaction();
    }

    @Test
    void keepsFieldsAbsentFromUpdate() {
        Optional<String> same = Optional.empty();

        update(new PostUpdate(Optional.of("Another"), same, Optional.empty()));
        update(new PostUpdate(same, Optional.of("other"), Optional.empty()));
        update(new PostUpdate(same, same, Optional.of(false)));

        verify(mocked.unitPosts).update(POST.withTitle("Another").withUpdatedAt(NOW));
        verify(mocked.unitPosts).update(POST.withContent("other").withUpdatedAt(NOW));
        verify(mocked.unitPosts).update(POST.withPublished(false).withUpdatedAt(NOW));
        assertThat(mocked.commits()).isEqualTo(3);
    }

    @Test
    void skipsWriteIfUpdateChangesNothing() {
        assertThat(update(new PostUpdate(Optional.empty(), Optional.empty(), Optional.empty())))
                .isSameAs(POST);
        assertThat(update(PostUpdate.replacement(new PostInput("A title", "text", true))))
                .isSameAs(POST);

        verify(mocked.unitPosts, never()).update(any());
    }

    @Test
    void rejectsInvalidUpdate() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(PostUpdate.replacement(new PostInput("Another", "a\uD83D", true))));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(new PostUpdate(Optional.of(" "), Optional.empty(), Optional.empty())));

        verify(mocked.unitPosts, never()).update(any());
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void authorizesAuthorWithoutReadingUsers() {
        update(PostUpdate.replacement(new PostInput("Another", "", false)));

        verifyNoInteractions(mocked.unitUsers, mocked.users);
    }

    @Test
    void deletesVersionThatWasRead() {
        when(mocked.unitPosts.delete(ID, 3)).thenReturn(true);

        service.delete(CALLER, ID, Precondition.NONE);

        verify(mocked.unitPosts).delete(ID, 3);
        verify(mocked.unitPosts, never()).delete(any());
        assertSingleWriteInOneTransaction();
    }

    @Test
    void returnsNotFoundIfDeletedConcurrently() {
        when(mocked.unitPosts.delete(ID, 3)).thenReturn(false);

        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> service.delete(CALLER, ID, Precondition.NONE))
                .satisfies(missing -> assertThat(missing.id()).isEqualTo(ID));
    }

    private Post update(PostUpdate change) {
        return service.update(CALLER, ID, change, Precondition.NONE);
    }

    private void assertSingleWriteInOneTransaction() {
        verify(mocked.unitPosts).findById(ID);
        verifyNoMoreInteractions(mocked.unitPosts);
        verifyNoInteractions(mocked.unitComments, mocked.unitOutbox, mocked.posts, mocked.comments);
        assertThat(mocked.transactions()).isEqualTo(1);
        assertThat(mocked.commits()).isEqualTo(1);
    }
}
