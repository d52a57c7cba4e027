package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.application.account.UserView;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.data.NewPostBuilder;
import dev.roster.testkit.data.NewUserBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    private static final Instant THEN = Instant.parse("2023-01-01T00:00:00.000001Z");
    private static final List<String> CURRENT = List.of("\"a-f\"", "\"a-p\"");

    @Test
    void tellVersionTimeAndView() {
        User user = NewUserBuilder.aUser().createdAt(THEN).build().created(new UserId(1));
        UserView complete = new UserView.Complete(user);
        UserView anonymous = UserView.of(user, Viewer.anonymous());
        UserView later = new UserView.Complete(user.withVersion(2));
        UserView restored = new UserView.Complete(user.withUpdatedAt(THEN.plusNanos(1_000)));

        assertThat(EntityTags.of(complete)).matches("\"1-[0-9a-z]+-f\"");
        assertThat(List.of(
                        EntityTags.of(complete),
                        EntityTags.of(anonymous),
                        EntityTags.of(later),
                        EntityTags.of(restored)))
                .doesNotHaveDuplicates();
        assertThat(EntityTags.allOf(Revision.of(user)))
                .containsExactlyInAnyOrder(EntityTags.of(complete), EntityTags.of(anonymous));
    }

    @Test
    void ofPostsTellVersionAndTime() {
        Post post =
                NewPostBuilder.aPostBy(new UserId(1)).createdAt(THEN).build().created(new PostId(1));
        Post later = post.withVersion(2);
        Post restored = post.withUpdatedAt(THEN.plusNanos(1_000));

        assertThat(EntityTags.of(post)).matches("\"1-[0-9a-z]+-f\"");
        assertThat(List.of(EntityTags.of(post), EntityTags.of(later), EntityTags.of(restored)))
                .doesNotHaveDuplicates();
        assertThat(EntityTags.allOf(Revision.of(post))).contains(EntityTags.of(post));
    }

    @Test
    void matchStronglyOnlyWhatIsStrong() {
        assertThat(parsed("\"a-f\"").matchStrongly(CURRENT)).isTrue();
        assertThat(parsed("\"x\" , \"a-p\"").matchStrongly(CURRENT)).isTrue();
        assertThat(parsed("W/\"a-f\"").matchStrongly(CURRENT)).isFalse();
        assertThat(parsed("\"b-f\"").matchStrongly(CURRENT)).isFalse();
        assertThat(parsed("*").matchStrongly(CURRENT)).isTrue();
    }

    @Test
    void matchWeaklyWhatIsWeakToo() {
        assertThat(parsed("W/\"a-f\"").matchWeakly(CURRENT)).isTrue();
        assertThat(parsed("\"a-f\"").matchWeakly(CURRENT)).isTrue();
        assertThat(parsed("W/\"b-f\"").matchWeakly(CURRENT)).isFalse();
        assertThat(parsed("*").matchWeakly(CURRENT)).isTrue();
    }

    @Test
    void areReadFromListsOverSeveralLinesWithEmptyElementsAndCommasInside() {
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
    void areNotReadFromWhatIsMalformed(String header) {
        assertThat(EntityTags.parse(List.of(header))).isEmpty();
    }

    private static EntityTags parsed(String header) {
        Optional<EntityTags> tags = EntityTags.parse(List.of(header));
        return tags.orElseThrow();
    }
}
