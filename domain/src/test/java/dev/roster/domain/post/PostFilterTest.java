package dev.roster.domain.post;

import static dev.roster.domain.Rejections.assertNullRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostFilterTest {

    private static final UserId ANN = new UserId(1);
    private static final UserId BOB = new UserId(2);
    private static final Map<String, UserId> PEOPLE = Map.of("ann", ANN, "bob", BOB, "cat", new UserId(3));

    private static Post post(String name, UserId author, boolean published) {
        return new NewPost(author, name, "", published, Instant.EPOCH).toPost(new PostId(1));
    }

    /** A and B are published posts of Ann and Bob, a and b are their drafts; Cat has no posts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "any", emptyValue = "", textBlock = """
                    author | reader | all  | published | drafts
                    any    | any    | AaBb | AB        | ab
                    any    | ann    | AaB  | AB        | a
                    any    | bob    | ABb  | AB        | b
                    any    | cat    | AB   | AB        | ''
                    ann    | any    | Aa   | A         | a
                    ann    | ann    | Aa   | A         | a
                    ann    | bob    | A    | A         | ''
                    ann    | cat    | A    | A         | ''
                    bob    | any    | Bb   | B         | b
                    bob    | ann    | B    | B         | ''
                    bob    | bob    | Bb   | B         | b
                    bob    | cat    | B    | B         | ''
                    cat    | any    | ''   | ''        | ''
                    cat    | ann    | ''   | ''        | ''
                    cat    | bob    | ''   | ''        | ''
                    cat    | cat    | ''   | ''        | ''
                    """)
    void matchesPostsMeetingAllCriteria(String author, String reader, String all, String published, String drafts) {
        PostFilter filter = new PostFilter(person(author), Optional.empty(), person(reader));

        assertThat(matchingTitles(filter)).isEqualTo(all);
        assertThat(matchingTitles(filter.published(true))).isEqualTo(published);
        assertThat(matchingTitles(filter.published(false))).isEqualTo(drafts);
    }

    private static Optional<UserId> person(String name) {
        return Optional.ofNullable(name).map(PEOPLE::get);
    }

    private static String matchingTitles(PostFilter filter) {
        return Stream.of(post("A", ANN, true), post("a", ANN, false), post("B", BOB, true), post("b", BOB, false))
                .filter(filter::matches)
                .map(Post::title)
                .collect(Collectors.joining());
    }

    @Test
    void combinesCriteriaInAnyOrder() {
        PostFilter expected = new PostFilter(Optional.of(ANN), Optional.of(true), Optional.of(BOB));

        assertThat(PostFilter.all().byAuthor(ANN).published(true).readableBy(BOB))
                .isEqualTo(expected);
        assertThat(PostFilter.all().readableBy(BOB).published(true).byAuthor(ANN))
                .isEqualTo(expected);
        assertThat(PostFilter.all()).isEqualTo(new PostFilter(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void replacesEarlierCriterion() {
        PostFilter filter = PostFilter.all()
                .byAuthor(ANN)
                .published(true)
                .readableBy(BOB)
                .byAuthor(BOB)
                .published(false)
                .readableBy(ANN);

        assertThat(filter).isEqualTo(new PostFilter(Optional.of(BOB), Optional.of(false), Optional.of(ANN)));
    }

    @Test
    void comparesUserIdsByValue() {
        UserId beyondAnyCache = new UserId(1_000_000);
        Post draft = post("a", new UserId(1_000_000), false);

        assertThat(PostFilter.all()
                        .byAuthor(beyondAnyCache)
                        .readableBy(beyondAnyCache)
                        .matches(draft))
                .isTrue();
    }

    @Test
    void rejectsNull() {
        assertThatNullPointerException().isThrownBy(() -> PostFilter.all().byAuthor(null));
        assertThatNullPointerException().isThrownBy(() -> PostFilter.all().readableBy(null));
        assertNullRejected("author", () -> new PostFilter(null, Optional.empty(), Optional.empty()));
        assertNullRejected("published", () -> new PostFilter(Optional.empty(), null, Optional.empty()));
        assertNullRejected("reader", () -> new PostFilter(Optional.empty(), Optional.empty(), null));
    }
}
