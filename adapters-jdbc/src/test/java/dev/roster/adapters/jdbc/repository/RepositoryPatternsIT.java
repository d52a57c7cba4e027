package dev.roster.adapters.jdbc.repository;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Patterns of database tests to learn from and to copy, on PostgreSQL. Each test has a database of its own. The contract
 * of all storages is {@code StorageContract}.
 */
class RepositoryPatternsIT {

    @AutoClose
    private final EmptyDatabase database = Kind.POSTGRES.create();

    private final JooqStorage storage = database.open();

    @Test
    void createsReadsUpdatesAndDeletes() {
        User created = storage.users().create(aUser().withName("Ann").build());
        assertThat(storage.users().findById(created.id())).contains(created);

        User updated = storage.users().update(created.withName("Anna"));
        assertThat(storage.users().findById(created.id())).contains(updated);
        assertThat(updated.name()).isEqualTo("Anna");

        storage.users().delete(created.id());
        assertThat(storage.users().findById(created.id())).isEmpty();
    }

    @Test
    void rollsBackIfWorkFails() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> storage.inTransaction(unit -> {
                    unit.users().create(aUser().build());
                    throw new IllegalStateException("after the insert");
                }));

        assertThat(storage.users().findAll(PageRequest.first()).total()).isZero();
    }

    @Test
    void showsChangesToOthersAfterCommitOnly() {
        JooqStorage other = database.open();
        User ann = storage.users().create(aUser().withName("Ann").build());

        storage.inTransaction(unit -> {
            unit.users().update(ann.withName("Anna"));
            assertThat(other.users().findById(ann.id()).orElseThrow().name()).isEqualTo("Ann");
            return null;
        });

        assertThat(other.users().findById(ann.id()).orElseThrow().name()).isEqualTo("Anna");
    }

    @Test
    void rejectsSecondUserWithSameEmail() {
        storage.users().create(aUser().withEmail("ann@example.com").build());

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> storage.users()
                        .create(aUser().withEmail("ANN@example.com").build()));
    }

    @Test
    void createsUserWithPostAndReadsItWithComments() {
        Post post = storage.inTransaction(unit -> {
            User ann = unit.users().create(aUser().build());
            return unit.posts()
                    .create(aPostBy(ann.id()).withTitle("Hello").published().build());
        });
        storage.comments().create(new NewComment(post.id(), post.authorId(), "Welcome.", post.createdAt()));

        PostFilter byAnn = PostFilter.all().byAuthor(post.authorId());
        PostWithComments found = storage.posts()
                .findWithComments(PageRequest.first(), byAnn, CommentsEach.atMost(10))
                .items()
                .get(0);

        assertThat(found.post()).isEqualTo(post);
        assertThat(found.commentCount()).isEqualTo(1);
        assertThat(found.firstComments().get(0).content()).isEqualTo("Welcome.");
    }

    @Test
    void deletesPostsOfDeletedUser() {
        User ann = storage.users().create(aUser().build());
        Post post = storage.posts().create(aPostBy(ann.id()).build());

        storage.users().delete(ann.id());

        assertThat(storage.posts().findById(post.id())).isEmpty();
    }
}
