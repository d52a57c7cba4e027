package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.post.PostInput;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Calls made when a user is created together with first posts. */
class CreateUserWithPostsTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final Caller CALLER = new Caller(new UserId(42));
    private static final EmailAddress EMAIL = new EmailAddress("bea@example.com");
    private static final UserId ID = new UserId(43);
    private static final NewUser NEW_USER = new NewUser(EMAIL, "Bea", "", CALLER.id(), NOW);
    private static final User CREATED = NEW_USER.toUser(ID);

    private static final PostInput FIRST = new PostInput("First", "text", true);
    private static final PostInput SECOND = new PostInput("Second", "", false);
    private static final PostInput THIRD = new PostInput("Third", "more", true);

    private final MockedStorage mocked = new MockedStorage();
    private final UserService service = new UserService(
            mocked.storage, UserCache.NONE, mock(), mock(), LoginThrottle.NONE, InstantSource.fixed(NOW));

    private User create(List<PostInput> firstPosts) {
        return service.createUser(CALLER, EMAIL, "Bea", firstPosts);
    }

    private static NewPost post(PostInput draft) {
        return new NewPost(ID, draft.title(), draft.content(), draft.published(), NOW);
    }

    @BeforeEach
    void stubUserCreation() {
        when(mocked.unitUsers.create(NEW_USER)).thenReturn(CREATED);
    }

    @AfterEach
    void assertNoCallsOutsideTransactionAndNoMessages() {
        verifyNoInteractions(mocked.users, mocked.posts, mocked.credentials, mocked.unitCredentials, mocked.unitOutbox);
    }

    @Test
    void createsUserThenPostsInOrderInOneTransaction() {
        assertThat(create(List.of(SECOND, FIRST, THIRD))).isSameAs(CREATED);

        InOrder order = inOrder(mocked.unitUsers, mocked.unitPosts);
        order.verify(mocked.unitUsers).create(NEW_USER);
        order.verify(mocked.unitPosts).create(post(SECOND));
        order.verify(mocked.unitPosts).create(post(FIRST));
        order.verify(mocked.unitPosts).create(post(THIRD));
        order.verifyNoMoreInteractions();
        assertThat(mocked.transactions()).isEqualTo(1);
        assertThat(mocked.commits()).isEqualTo(1);
    }

    @Test
    void createsUserWithoutPosts() {
        assertThat(create(List.of())).isSameAs(CREATED);

        verify(mocked.unitUsers).create(NEW_USER);
        verifyNoInteractions(mocked.unitPosts);
        assertThat(mocked.commits()).isEqualTo(1);
    }

    @Test
    void rejectsDuplicateEmail() {
        EmailAlreadyExistsException taken = new EmailAlreadyExistsException(EMAIL);
        when(mocked.unitUsers.create(NEW_USER)).thenThrow(taken);

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> create(List.of(FIRST, SECOND)))
                .isSameAs(taken);

        verifyNoInteractions(mocked.unitPosts);
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void rejectsInvalidNameBeforeStorage() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> service.createUser(CALLER, EMAIL, " ", List.of(FIRST)));

        verifyNoInteractions(mocked.storage);
    }

    @Test
    void rollsBackIfAnyPostIsInvalid() {
        PostInput invalid = new PostInput(" ", "", true);
        for (List<PostInput> drafts :
                List.of(List.of(invalid, FIRST), List.of(FIRST, invalid, SECOND), List.of(FIRST, invalid))) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> create(drafts))
                    .withMessage("title must not be blank");
        }
        verify(mocked.unitPosts, never()).create(post(SECOND));
        assertThat(mocked.commits()).isZero();
    }

    @Test
    void rollsBackIfPostCannotBeStored() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(mocked.unitPosts.create(post(SECOND))).thenThrow(down);

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> create(List.of(FIRST, SECOND, THIRD)))
                .isSameAs(down);

        verify(mocked.unitPosts).create(post(FIRST));
        verify(mocked.unitPosts, never()).create(post(THIRD));
        assertThat(mocked.transactions()).isEqualTo(1);
        assertThat(mocked.commits()).isZero();
    }
}
