package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.access.Revision;
import dev.roster.application.account.UserView;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.data.NewPostBuilder;
import dev.roster.testkit.data.NewUserBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    private static final Instant THEN = Instant.parse("2023-01-01T00:00:00.000001Z");
    private static final List<String> CURRENT = List.of("\"a-f\"", "\"a-p\"");

    @Test
    void encodesVersionTimeAndView() {
        User user = NewUserBuilder.aUser().createdAt(THEN).build().toUser(new UserId(1));
        UserView complete = new UserView.Complete(user);
        UserView anonymous = UserView.publicProfile(user);
        UserView later = new UserView.Complete(user.withVersion(2));
        UserView restored = new UserView.Complete(user.withUpdatedAt(THEN.plusNanos(1_000)));

        assertThat(EntityTags.tagOf(complete)).matches("\"1-[0-9a-z]+-f\"");
        assertThat(List.of(
                        EntityTags.tagOf(complete),
                        EntityTags.tagOf(anonymous),
                        EntityTags.tagOf(later),
                        EntityTags.tagOf(restored)))
                .doesNotHaveDuplicates();
        assertThat(EntityTags.allTagsOf(Revision.of(user)))
                .containsExactlyInAnyOrder(EntityTags.tagOf(complete), EntityTags.tagOf(anonymous));
    }

    @Test
    void encodesVersionAndTimeOfPost() {
        Post post =
                NewPostBuilder.aPostBy(new UserId(1)).createdAt(THEN).build().toPost(new PostId(1));
        Post later = post.withVersion(2);
        Post restored = post.withUpdatedAt(THEN.plusNanos(1_000));

        assertThat(EntityTags.tagOf(post)).matches("\"1-[0-9a-z]+-f\"");
        assertThat(List.of(EntityTags.tagOf(post), EntityTags.tagOf(later), EntityTags.tagOf(restored)))
                .doesNotHaveDuplicates();
        assertThat(EntityTags.allTagsOf(Revision.of(post))).contains(EntityTags.tagOf(post));
    }

    @Test
    void strongComparisonIgnoresWeakTags() {
        assertThat(parse("\"a-f\"").matchesStrongly(CURRENT)).isTrue();
        assertThat(parse("\"x\" , \"a-p\"").matchesStrongly(CURRENT)).isTrue();
        assertThat(parse("W/\"a-f\"").matchesStrongly(CURRENT)).isFalse();
        assertThat(parse("\"b-f\"").matchesStrongly(CURRENT)).isFalse();
        assertThat(parse("*").matchesStrongly(CURRENT)).isTrue();
    }

    @Test
    void weakComparisonIncludesWeakTags() {
        assertThat(parse("W/\"a-f\"").matchesWeakly(CURRENT)).isTrue();
        assertThat(parse("\"a-f\"").matchesWeakly(CURRENT)).isTrue();
        assertThat(parse("W/\"b-f\"").matchesWeakly(CURRENT)).isFalse();
        assertThat(parse("*").matchesWeakly(CURRENT)).isTrue();
    }

    @Test
    void parsesListsOverSeveralLines() {
        EntityTags tags =
                EntityTags.parse(List.of("\"x,y\",, W/\"z\"", " \"\"\t,")).orElseThrow();

        assertThat(tags.tags()).containsExactly("\"x,y\"", "W/\"z\"", "\"\"");
        assertThat(tags.any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "abc",
                "\"abc",
                "abc\"",
                "\"a\" \"b\"",
                "\"a\"\"b\"",
                "w/\"a\"",
                "W/a",
                "*, \"a\"",
                "\"a\", *",
                "\"a b\"",
                "**",
                "\"a\";\"b\""
            })
    void rejectsMalformedHeader(String header) {
        assertThat(EntityTags.parse(List.of(header))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\",", "\"a\" , ", "W/\"\",", "\"a\"\t,,\t", "\"\u00ff\","})
    void parsesLongList(String element) {
        EntityTags tags = EntityTags.parse(List.of(element.repeat(100_000))).orElseThrow();

        assertThat(tags.tags()).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", ",", "\"a\"", "W/", "\"a\",*", "\"a\",\"", "a,", "\\\""})
    void rejectsLongMalformedList(String element) {
        assertThat(EntityTags.parse(List.of(element.repeat(100_001)))).isEmpty();
    }

    private static EntityTags parse(String header) {
        return EntityTags.parse(List.of(header)).orElseThrow();
    }
}
