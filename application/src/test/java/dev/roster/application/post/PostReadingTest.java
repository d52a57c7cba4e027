package dev.roster.application.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.access.Viewer;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which callers may read which posts, and the resulting calls on the storage. */
class PostReadingTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final UserId ANN = new UserId(42);
    private static final UserId BOB = new UserId(43);
    private static final Viewer AUTHOR = new Caller(ANN);
    private static final Viewer READER = new Caller(BOB);
    private static final Viewer ANONYMOUS = Viewer.anonymous();

    private static final Post PUBLISHED = new NewPost(ANN, "A", "", true, NOW).toPost(new PostId(1));
    private static final Post DRAFT = new NewPost(ANN, "B", "", false, NOW).toPost(new PostId(2));
    private static final PostId MISSING = new PostId(3);

    private static final PageRequest REQUEST = new PageRequest(2, 5);
    private static final SliceRequest SLICE = SliceRequest.after(PostCursor.after(DRAFT), 5);
    private static final PostQuery DRAFTS = new PostQuery(Optional.empty(), Optional.of(false));
    private static final PostFilter ANN_FOR_BOB = PostFilter.all().byAuthor(ANN).readableBy(BOB);
    private static final PostFilter ANN_FOR_ANONYMOUS =
            PostFilter.all().byAuthor(ANN).published(true);

    private final MockedStorage mocked = new MockedStorage();
    private final PostService service = new PostService(mocked.storage, InstantSource.fixed(NOW));

    @AfterEach
    void assertNoTransaction() {
        assertThat(mocked.transactions()).isZero();
    }

    @Test
    void showsPublishedPostToEveryViewer() {
        when(mocked.posts.findById(PUBLISHED.id())).thenReturn(Optional.of(PUBLISHED));

        for (Viewer viewer : List.of(AUTHOR, READER, ANONYMOUS)) {
            assertThat(service.view(viewer, PUBLISHED.id())).isSameAs(PUBLISHED);
        }
    }

    @Test
    void showsDraftToAuthorOnly() {
        when(mocked.posts.findById(DRAFT.id())).thenReturn(Optional.of(DRAFT));

        assertThat(service.view(AUTHOR, DRAFT.id())).isSameAs(DRAFT);
        for (Viewer viewer : List.of(READER, ANONYMOUS)) {
            assertThatExceptionOfType(PostNotFoundException.class)
                    .isThrownBy(() -> service.view(viewer, DRAFT.id()))
                    .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(DRAFT.id()));
        }
    }

    @Test
    void returnsNotFoundForUnknownPost() {
        when(mocked.posts.findById(MISSING)).thenReturn(Optional.empty());

        for (Viewer viewer : List.of(AUTHOR, READER, ANONYMOUS)) {
            assertThatExceptionOfType(PostNotFoundException.class)
                    .isThrownBy(() -> service.view(viewer, MISSING))
                    .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(MISSING));
        }
    }

    @Test
    void filtersByVisibilityToViewer() {
        Optional<Boolean> any = Optional.empty();
        PostFilter all = PostFilter.all();

        assertThat(PostQuery.ALL.visibleTo(READER)).contains(all.readableBy(BOB));
        assertThat(PostQuery.byAuthor(ANN).visibleTo(READER)).contains(ANN_FOR_BOB);
        assertThat(PostQuery.byAuthor(ANN).visibleTo(AUTHOR))
                .contains(all.byAuthor(ANN).readableBy(ANN));
        assertThat(DRAFTS.visibleTo(READER)).contains(all.published(false).readableBy(BOB));
        assertThat(new PostQuery(Optional.of(ANN), Optional.of(true)).visibleTo(READER))
                .contains(ANN_FOR_BOB.published(true));

        assertThat(PostQuery.ALL.visibleTo(ANONYMOUS)).contains(all.published(true));
        assertThat(new PostQuery(Optional.empty(), Optional.of(true)).visibleTo(ANONYMOUS))
                .contains(all.published(true));
        assertThat(new PostQuery(Optional.of(ANN), any).visibleTo(ANONYMOUS)).contains(ANN_FOR_ANONYMOUS);
        assertThat(DRAFTS.visibleTo(ANONYMOUS)).isEmpty();
        assertThat(new PostQuery(Optional.of(ANN), Optional.of(false)).visibleTo(ANONYMOUS))
                .isEmpty();
    }

    @Test
    void listsPostsWithFilterOfViewer() {
        Page<Post> forBob = new Page<>(List.of(DRAFT, PUBLISHED), 7, REQUEST);
        Page<Post> forAnybody = new Page<>(List.of(PUBLISHED), 6, REQUEST);
        when(mocked.posts.findPaginated(REQUEST, PostFilter.all().readableBy(BOB)))
                .thenReturn(forBob);
        when(mocked.posts.findPaginated(REQUEST, PostFilter.all().published(true)))
                .thenReturn(forAnybody);

        assertThat(service.list(READER, PostQuery.ALL, REQUEST)).isSameAs(forBob);
        assertThat(service.list(ANONYMOUS, PostQuery.ALL, REQUEST)).isSameAs(forAnybody);
    }

    @Test
    void listsSliceWithFilterOfViewer() {
        PostSlice forBob = new PostSlice(List.of(DRAFT, PUBLISHED), Optional.of(PostCursor.after(PUBLISHED)));
        PostSlice forAnybody = new PostSlice(List.of(PUBLISHED), Optional.empty());
        when(mocked.posts.findAfter(SLICE, ANN_FOR_BOB)).thenReturn(forBob);
        when(mocked.posts.findAfter(SLICE, ANN_FOR_ANONYMOUS)).thenReturn(forAnybody);

        assertThat(service.listAfter(READER, PostQuery.byAuthor(ANN), SLICE)).isSameAs(forBob);
        assertThat(service.listAfter(ANONYMOUS, PostQuery.byAuthor(ANN), SLICE)).isSameAs(forAnybody);
    }

    @Test
    void returnsNoDraftsToAnonymousViewerWithoutQuery() {
        assertThat(service.list(ANONYMOUS, DRAFTS, REQUEST)).isEqualTo(new Page<>(List.of(), 0, REQUEST));
        assertThat(service.listAfter(ANONYMOUS, DRAFTS, SLICE)).isEqualTo(new PostSlice(List.of(), Optional.empty()));

        verifyNoInteractions(mocked.storage, mocked.posts);
    }

    @Test
    void listsPostsOfAuthorInOneCall() {
        Page<Post> forBob = new Page<>(List.of(PUBLISHED), 6, REQUEST);
        Page<Post> pastTheEnd = new Page<>(List.of(), 1, REQUEST);
        when(mocked.posts.findPaginated(REQUEST, ANN_FOR_BOB)).thenReturn(forBob);
        when(mocked.posts.findPaginated(REQUEST, ANN_FOR_ANONYMOUS)).thenReturn(pastTheEnd);

        assertThat(service.listByAuthor(READER, ANN, REQUEST)).isSameAs(forBob);
        assertThat(service.listByAuthor(ANONYMOUS, ANN, REQUEST)).isSameAs(pastTheEnd);

        verify(mocked.posts).findPaginated(REQUEST, ANN_FOR_BOB);
        verify(mocked.posts).findPaginated(REQUEST, ANN_FOR_ANONYMOUS);
        verifyNoMoreInteractions(mocked.posts);
        verifyNoInteractions(mocked.users, mocked.comments);
    }

    @Test
    void listsPostsWithCommentsInOneCall() {
        Page<PostWithComments> forBob = new Page<>(List.of(new PostWithComments(PUBLISHED, List.of(), 0)), 6, REQUEST);
        Page<PostWithComments> pastTheEnd = new Page<>(List.of(), 1, REQUEST);
        when(mocked.posts.findWithComments(REQUEST, ANN_FOR_BOB, 50)).thenReturn(forBob);
        when(mocked.posts.findWithComments(REQUEST, ANN_FOR_ANONYMOUS, 50)).thenReturn(pastTheEnd);

        assertThat(service.listByAuthorWithComments(READER, ANN, REQUEST)).isSameAs(forBob);
        assertThat(service.listByAuthorWithComments(ANONYMOUS, ANN, REQUEST)).isSameAs(pastTheEnd);

        verify(mocked.posts).findWithComments(REQUEST, ANN_FOR_BOB, 50);
        verify(mocked.posts).findWithComments(REQUEST, ANN_FOR_ANONYMOUS, 50);
        verifyNoMoreInteractions(mocked.posts);
        verifyNoInteractions(mocked.users, mocked.comments);
    }

    @Test
    void returnsEmptyPageForAuthorWithoutReadablePosts() {
        stubNoReadablePosts();
        when(mocked.users.findById(ANN))
                .thenReturn(Optional.of(
                        new NewUser(new EmailAddress("ann@example.com"), "Ann", "", null, NOW).toUser(ANN)));

        assertThat(service.listByAuthor(READER, ANN, REQUEST)).isEqualTo(Page.empty(REQUEST));
        assertThat(service.listByAuthorWithComments(READER, ANN, REQUEST)).isEqualTo(Page.empty(REQUEST));
    }

    @Test
    void returnsNotFoundForUnknownAuthor() {
        stubNoReadablePosts();
        when(mocked.users.findById(ANN)).thenReturn(Optional.empty());

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> service.listByAuthor(READER, ANN, REQUEST))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(ANN));
        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> service.listByAuthorWithComments(READER, ANN, REQUEST))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(ANN));
    }

    private void stubNoReadablePosts() {
        when(mocked.posts.findPaginated(REQUEST, ANN_FOR_BOB)).thenReturn(Page.empty(REQUEST));
        when(mocked.posts.findWithComments(REQUEST, ANN_FOR_BOB, 50)).thenReturn(Page.empty(REQUEST));
    }
}
