package dev.roster.domain.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostSliceTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.000001Z");

    private static List<Post> postsOfOneInstant(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> new NewPost(new UserId(1), "Post " + id, "", true, NOON).toPost(new PostId(id)))
                .sorted(PostCursor.NEWEST_FIRST)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void hasNoNextIfNoExtraPostWasRead(int count) {
        List<Post> read = postsOfOneInstant(count);

        assertThat(PostSlice.of(read, 3)).isEqualTo(new PostSlice(read, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void hasNextAfterLastItemIfExtraPostWasRead(int size) {
        List<Post> read = postsOfOneInstant(size + 1);

        PostSlice slice = PostSlice.of(read, size);

        assertThat(slice.items()).isEqualTo(read.subList(0, size));
        assertThat(slice.next()).contains(new PostCursor(NOON, new PostId(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8, 100})
    void joinsSlicesToWholeList(int size) {
        List<Post> all = postsOfOneInstant(7);
        List<Post> joined = new ArrayList<>();

        Optional<PostCursor> place = Optional.empty();
        int slices = 0;
        do {
            Optional<PostCursor> from = place;
            PostSlice slice = PostSlice.of(
                    all.stream()
                            .filter(post ->
                                    from.map(cursor -> cursor.precedes(post)).orElse(true))
                            .limit(size + 1L)
                            .toList(),
                    size);
            joined.addAll(slice.items());
            place = slice.next();
            slices++;
        } while (place.isPresent() && slices < 10);

        assertThat(joined).isEqualTo(all);
        assertThat(slices).isEqualTo((7 + size - 1) / size);
    }

    @Test
    void copiesItems() {
        List<Post> read = new ArrayList<>(postsOfOneInstant(3));
        List<Post> wanted = List.copyOf(read.subList(0, 2));
        PostSlice slice = PostSlice.of(read, 2);

        read.clear();

        assertThat(slice.items()).isEqualTo(wanted);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> slice.items().clear());
    }
}
