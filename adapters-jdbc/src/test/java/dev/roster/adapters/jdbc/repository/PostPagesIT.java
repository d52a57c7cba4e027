package dev.roster.adapters.jdbc.repository;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that read pages and slices of posts. */
@ParameterizedClass
@EnumSource
class PostPagesIT {

    @AutoClose
    private final EmptyDatabase empty;

    private final List<String> executed = new ArrayList<>();
    private final JooqPostRepository posts;

    PostPagesIT(Kind kind) {
        empty = kind.create();
        posts = new JooqPostRepository(empty.recordedStatements(executed));
    }

    @Test
    void readsPageWithCommentsAndTotalInOneStatement() {
        JooqStorage storage = empty.open();
        UserId ann = storage.users().create(aUser().build()).id();
        for (int i = 0; i < 3; i++) {
            Post post =
                    storage.posts().create(aPostBy(ann).published(i % 2 == 0).build());
            for (int comment = 0; comment <= i; comment++) {
                storage.comments().create(new NewComment(post.id(), ann, "No. " + comment, post.createdAt()));
            }
        }

        Page<PostWithComments> page =
                posts.findWithComments(PageRequest.first(), PostFilter.all().byAuthor(ann), CommentsEach.atMost(2));

        assertThat(executed).hasSize(1);
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).extracting(PostWithComments::commentCount).containsExactly(3L, 2L, 1L);
        assertThat(page.items()).extracting(each -> each.firstComments().size()).containsExactly(2, 2, 1);
    }

    @Test
    void readsPageOrSliceInOneStatement() {
        PostFilter filter = PostFilter.all().readableBy(new UserId(1));

        assertThat(posts.findPaginated(PageRequest.first(), filter).items()).isEmpty();
        assertThat(executed).hasSize(1);

        assertThat(posts.findAfter(SliceRequest.first(5), filter).items()).isEmpty();
        assertThat(executed).hasSize(2);
    }

    @Test
    void needsNoStatementForDraftsOfOthers() {
        PostFilter nothing =
                PostFilter.all().byAuthor(new UserId(1)).published(false).readableBy(new UserId(2));

        assertThat(posts.findPaginated(PageRequest.first(), nothing)).isEqualTo(Page.empty(PageRequest.first()));
        assertThat(posts.findAfter(SliceRequest.first(5), nothing).items()).isEmpty();
        assertThat(executed).isEmpty();
    }
}
