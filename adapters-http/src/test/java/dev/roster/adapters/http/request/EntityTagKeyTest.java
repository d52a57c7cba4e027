package dev.roster.adapters.http.request;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class EntityTagKeyTest {

    private static final Instant THEN = Instant.parse("2023-01-01T00:00:00.000001Z");
    private static final byte[] SECRET = "a secret of more than 16 bytes".getBytes(US_ASCII);

    private final EntityTagKey key = EntityTagKey.derivedFrom(SECRET);
    private final User user = NewUserBuilder.aUser().createdAt(THEN).build().toUser(new UserId(1));
    private final UserView complete = new UserView.Complete(user);

    @Test
    void identifiesVersionTimeAndView() {
        UserView anonymous = UserView.publicProfile(user);
        UserView later = new UserView.Complete(user.withVersion(2));
        UserView restored = new UserView.Complete(user.withUpdatedAt(THEN.plusNanos(1_000)));

        assertThat(List.of(key.tagOf(complete), key.tagOf(anonymous), key.tagOf(later), key.tagOf(restored)))
                .doesNotHaveDuplicates()
                .allMatch(tag -> tag.matches("\"[0-9A-Za-z_-]{16}\""));
        assertThat(key.allTagsOf(Revision.of(user)))
                .containsExactlyInAnyOrder(key.tagOf(complete), key.tagOf(anonymous));
    }

    @Test
    void identifiesVersionAndTimeOfPost() {
        Post post =
                NewPostBuilder.aPostBy(new UserId(1)).createdAt(THEN).build().toPost(new PostId(1));
        Post later = post.withVersion(2);
        Post restored = post.withUpdatedAt(THEN.plusNanos(1_000));

        assertThat(List.of(key.tagOf(post), key.tagOf(later), key.tagOf(restored)))
                .doesNotHaveDuplicates();
        assertThat(key.allTagsOf(Revision.of(post))).contains(key.tagOf(post));
    }

    @Test
    void tagsAreEqualOnNodesWithSameSecretOnly() {
        byte[] other = SECRET.clone();
        other[0]++;

        assertThat(EntityTagKey.derivedFrom(SECRET).tagOf(complete)).isEqualTo(key.tagOf(complete));
        assertThat(EntityTagKey.derivedFrom(other).tagOf(complete)).isNotEqualTo(key.tagOf(complete));
        assertThat(EntityTagKey.random().tagOf(complete))
                .isNotEqualTo(EntityTagKey.random().tagOf(complete));
    }

    @Test
    void hidesKeyAndRejectsShortSecret() {
        assertThat(key).hasToString("EntityTagKey[hidden]");
        assertThatIllegalArgumentException().isThrownBy(() -> EntityTagKey.derivedFrom(new byte[15]));
    }
}
