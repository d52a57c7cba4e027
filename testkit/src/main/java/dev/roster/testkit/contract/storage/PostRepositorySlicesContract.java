package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Clauses of {@link dev.roster.application.port.storage.PostRepository} about slices: none skips or repeats a post,
 * even if posts change between reads.
 */
public abstract class PostRepositorySlicesContract extends PostRepositoryRoundTripContract {

    PostRepositorySlicesContract() {}

    /**
     * Given 12 posts. When they are read in slices of several sizes. Then the slices together contain each post once,
     * in order, and the last slice has no next one.
     */
    @Clause("posts.slices-complete")
    void slicesContainEachPostOnce() {
        UserId author = createAuthor().id();
        List<Post> whole = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            whole.add(posts().create(postAt(author, i / 3)));
        }
        Collections.reverse(whole);

        for (int size : new int[] {1, 4, 5, 11, 12, 13}) {
            assertThat(PostListReader.readSlices(posts(), PostFilter.all(), size))
                    .as("slices of %d", size)
                    .containsExactlyElementsOf(whole);
        }
        assertThat(posts().findAfter(SliceRequest.first(12), PostFilter.all()))
                .as("the last slice has no next one")
                .isEqualTo(new PostSlice(whole, Optional.empty()));
        assertThat(posts().findAfter(SliceRequest.first(5), PostFilter.all().byAuthor(new UserId(UserId.MAX))))
                .isEqualTo(new PostSlice(List.of(), Optional.empty()));
    }

    /**
     * Given a list that is read slice by slice. When posts are created before, at and after the cursor between slices,
     * and the post at the cursor is deleted. Then each post that existed from the start is returned exactly once.
     */
    @Clause("posts.slices-stable-under-writes")
    void slicesAreStableUnderWrites() {
        UserId author = createAuthor().id();
        List<Post> whole = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            whole.add(posts().create(postAt(author, i / 4)));
        }
        Collections.reverse(whole);

        List<Post> read = new ArrayList<>();
        List<Post> deleted = new ArrayList<>();
        List<Post> inserted = new ArrayList<>();
        PostSlice slice = posts().findAfter(SliceRequest.first(4), PostFilter.all());
        read.addAll(slice.items());
        while (slice.next().isPresent()) {
            Post last = slice.items().get(slice.items().size() - 1);
            assertThat(posts().delete(last.id())).isTrue();
            deleted.add(last);
            inserted.add(
                    posts().create(aPostBy(author).createdAt(last.createdAt()).build()));
            inserted.add(posts().create(postAt(author, 1_000)));
            inserted.add(posts().create(postAt(author, -1)));
            slice = posts().findAfter(new SliceRequest(slice.next(), 4), PostFilter.all());
            read.addAll(slice.items());
        }

        assertThat(read).doesNotHaveDuplicates();
        assertThat(deleted).hasSizeGreaterThan(5);
        List<Post> old = read.stream().filter(post -> !inserted.contains(post)).toList();
        assertThat(old).containsExactlyElementsOf(whole);
    }

    private static NewPost postAt(UserId author, int second) {
        return aPostBy(author)
                .createdAt(Instant.EPOCH.plusSeconds(second))
                .published(second % 2 == 0)
                .build();
    }
}
