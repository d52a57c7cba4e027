package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Concurrent changes of a post, and the cost of reads and writes. */
class PostServiceTest {

    private static final Instant THEN = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final UserId ANN = new UserId(42);
    private static final UserId BOB = new UserId(8);
    private static final Caller AUTHOR = new Caller(ANN);
    private static final Caller READER = new Caller(BOB);
    private static final User ADMIN = new NewUser(new EmailAddress("admin@example.com"), "Admin", "", null, THEN)
            .toUser(new UserId(9))
            .withRole(Role.ADMIN);
    private static final PostId ID = new PostId(7);
    private static final Post POST =
            new NewPost(ANN, "A title", "text", true, THEN).toPost(ID).withVersion(3);
    private static final PageRequest REQUEST = new PageRequest(2, 5);

    /** All operations that change a post. */
    private enum Operation {
        REPLACE,
        UPDATE,
        DELETE
    }

    private final StaleVersionException stale = new StaleVersionException("post 7");
    private final MockedStorage mocked = new MockedStorage();
    private final PostService service = new PostService(mocked.storage, InstantSource.fixed(NOW));

    @BeforeEach
    void stubStoredPostAndAdmin() {
        when(mocked.unitPosts.findById(ID)).thenReturn(Optional.of(POST));
        when(mocked.unitUsers.findById(ADMIN.id())).thenReturn(Optional.of(ADMIN));
    }

    private void apply(Operation operation, Caller caller, Precondition precondition) {
        PostUpdate replacement = PostUpdate.replacement(new PostInput("Another", "", false));
        PostUpdate title = new PostUpdate(Optional.of("Another"), Optional.empty(), Optional.empty());
        switch (operation) {
            case REPLACE -> service.update(caller, ID, replacement, precondition);
            case UPDATE -> service.update(caller, ID, title, precondition);
            case DELETE -> service.delete(caller, ID, precondition);
        }
    }

    /** Stubs one concurrent change, stored between the first read and the write. */
    private void stubConcurrentChange(Optional<Post> stored) {
        when(mocked.unitPosts.findById(ID)).thenReturn(Optional.of(POST)).thenReturn(stored);
        doThrow(stale)
                .doAnswer(MockedStorage.NEXT_VERSION_OF_POST)
                .when(mocked.unitPosts)
                .update(any());
        doThrow(stale).when(mocked.unitPosts).delete(ID, POST.version());
    }

    @ParameterizedTest
    @EnumSource
    void retriesAfterConcurrentUpdate(Operation operation) {
        Post overtaken = POST.withContent("by another").withVersion(5);
        stubConcurrentChange(Optional.of(overtaken));

        apply(operation, AUTHOR, Precondition.NONE);

        assertThat(mocked.transactions()).isEqualTo(2);
        Post renamed = overtaken.withTitle("Another").withUpdatedAt(NOW);
        switch (operation) {
            case REPLACE ->
                verify(mocked.unitPosts).update(renamed.withContent("").withPublished(false));
            case UPDATE -> verify(mocked.unitPosts).update(renamed);
            case DELETE -> verify(mocked.unitPosts).delete(ID, 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rechecksPreconditionOnRetry(Operation operation) {
        stubConcurrentChange(Optional.of(POST.withVersion(5)));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> apply(operation, AUTHOR, Revision.of(POST)::equals))
                .withMessageContaining("post 7");

        assertThat(mocked.transactions()).isEqualTo(2);
        assertThat(mocked.commits()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void rechecksAuthorizationOnRetry(Operation operation) {
        stubConcurrentChange(Optional.of(POST.withVersion(5)));
        when(mocked.unitUsers.findById(ADMIN.id()))
                .thenReturn(Optional.of(ADMIN))
                .thenReturn(Optional.of(ADMIN.withRole(Role.USER)));

        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> apply(operation, new Caller(ADMIN.id()), Precondition.NONE))
                .withMessage("user 9 may not change post 7");
    }

    @ParameterizedTest
    @EnumSource
    void returnsNotFoundAfterConcurrentDeletion(Operation operation) {
        stubConcurrentChange(Optional.empty());
        assertNotFound(operation);
        assertThat(mocked.transactions()).isEqualTo(2);
    }

    @Test
    void returnsNotFoundIfNothingWasDeleted() {
        when(mocked.unitPosts.delete(ID, POST.version())).thenReturn(false);
        assertNotFound(Operation.DELETE);
    }

    private void assertNotFound(Operation operation) {
        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> apply(operation, AUTHOR, Precondition.NONE))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(ID));
        assertThat(mocked.commits()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void checksPreconditionAfterAuthorization(Operation operation) {
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> apply(operation, READER, current -> false));
        when(mocked.unitPosts.findById(ID)).thenReturn(Optional.of(POST.withPublished(false)));
        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> apply(operation, READER, current -> false));
    }

    @Test
    void keepsFieldsAbsentFromUpdate() {
        Optional<String> same = Optional.empty();

        assertThat(new PostUpdate(Optional.of("Another"), same, Optional.empty()).applyTo(POST))
                .isEqualTo(POST.withTitle("Another"));
        assertThat(new PostUpdate(same, Optional.of("other"), Optional.empty()).applyTo(POST))
                .isEqualTo(POST.withContent("other"));
        assertThat(new PostUpdate(same, same, Optional.of(false)).applyTo(POST)).isEqualTo(POST.withPublished(false));
    }

    @Test
    void skipsWriteIfUpdateChangesNothing() {
        PostUpdate same = PostUpdate.replacement(new PostInput(POST.title(), POST.content(), POST.published()));

        assertThat(service.update(AUTHOR, ID, same, Precondition.NONE)).isEqualTo(new PostView.Complete(POST));

        verify(mocked.unitPosts, never()).update(any());
    }

    @Test
    void authorizesAuthorWithoutReadingUsers() {
        apply(Operation.REPLACE, AUTHOR, Precondition.NONE);

        verifyNoInteractions(mocked.unitUsers, mocked.users);
    }

    @Test
    void filtersByVisibilityToViewer() {
        PostFilter all = PostFilter.all();
        PostQuery drafts = new PostQuery(Optional.empty(), Optional.of(false));
        PostQuery publishedByAnn = new PostQuery(Optional.of(ANN), Optional.of(true));
        Viewer anonymous = Viewer.anonymous();

        assertThat(PostQuery.ALL.visibleTo(READER)).contains(all.readableBy(BOB));
        assertThat(PostQuery.byAuthor(ANN).visibleTo(READER))
                .contains(all.byAuthor(ANN).readableBy(BOB));
        assertThat(drafts.visibleTo(READER)).contains(all.published(false).readableBy(BOB));
        assertThat(publishedByAnn.visibleTo(READER))
                .contains(all.byAuthor(ANN).published(true).readableBy(BOB));
        assertThat(PostQuery.ALL.visibleTo(anonymous)).contains(all.published(true));
        assertThat(publishedByAnn.visibleTo(anonymous))
                .contains(all.byAuthor(ANN).published(true));
        assertThat(PostQuery.byAuthor(ANN).visibleTo(anonymous))
                .contains(all.byAuthor(ANN).published(true));
        assertThat(drafts.visibleTo(anonymous)).isEmpty();
    }

    @Test
    void returnsNoDraftsToAnonymousViewerWithoutQuery() {
        PostQuery drafts = new PostQuery(Optional.of(ANN), Optional.of(false));
        SliceRequest slice = SliceRequest.first(5);

        assertThat(service.list(Viewer.anonymous(), drafts, REQUEST)).isEqualTo(Page.empty(REQUEST));
        assertThat(service.listAfter(Viewer.anonymous(), drafts, slice))
                .isEqualTo(new PostSlice(List.of(), Optional.empty()));

        verifyNoInteractions(mocked.storage);
    }

    /** A total above zero proves that the author exists, also if the page is past the end. */
    @Test
    void listsPostsOfAuthorInOneCall() {
        PostFilter readable = PostFilter.all().byAuthor(ANN).readableBy(BOB);
        Page<Post> pastTheEnd = new Page<>(List.of(), 1, REQUEST);
        Page<PostWithComments> withComments = new Page<>(List.of(), 1, REQUEST);
        when(mocked.posts.findPaginated(REQUEST, readable)).thenReturn(pastTheEnd);
        when(mocked.posts.findWithComments(REQUEST, readable, new CommentsEach(50, (1 << 20) / REQUEST.size())))
                .thenReturn(withComments);

        assertThat(service.listByAuthor(READER, ANN, REQUEST)).isSameAs(pastTheEnd);
        assertThat(service.listByAuthorWithComments(READER, ANN, REQUEST)).isSameAs(withComments);

        verifyNoInteractions(mocked.users, mocked.comments);
    }
}
