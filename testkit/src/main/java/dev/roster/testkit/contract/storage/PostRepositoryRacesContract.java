package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import dev.roster.testkit.contract.storage.transaction.WriteRace.Ended;

/** Clauses of {@link PostRepository} about calls of two clients at once, each repeated several times. */
abstract class PostRepositoryRacesContract extends ContractPart<UnitOfWork> {

    private PostRepository posts() {
        return client().posts();
    }

    private Post createPost() {
        return posts().create(aPostBy(createAuthor()).build());
    }

    private UserId createAuthor() {
        return client().users().create(aUser().build()).id();
    }

    private WriteRace<UnitOfWork> race() throws Exception {
        return WriteRace.of(client(), secondClient());
    }

    /**
     * Given posts that two clients have read. When both update the same version at once. Then one update is stored, and
     * the other is rejected as stale.
     */
    @Clause(
            value = "posts.concurrent-updates-one-wins",
            promise = "Of two concurrent updates of one version of a post, one is stored and the other is rejected as "
                    + "stale.")
    void oneOfConcurrentUpdatesWins() throws Exception {
        race().run(
                        this::createPost,
                        (unit, read) -> unit.posts().update(read.withTitle("One")),
                        (unit, read) -> unit.posts().update(read.withPublished(true)),
                        (read, ended) -> {
                            Post winner = (Post)
                                    ended.requireOneWon(StaleVersionException.class, StaleVersionException.class);
                            assertThat(posts().findById(read.id())).contains(winner);
                        });
    }

    /**
     * Given posts that two clients have read. When one client publishes a post while the other deletes the same
     * version. Then one call succeeds: the update is rejected because the post is missing, or the deletion is rejected
     * as stale. When the other deletes the post whatever its version, or the author. Then the post is gone.
     */
    @Clause(
            value = "posts.concurrent-update-and-delete-one-wins",
            promise = "Of an update and a deletion of one version of a post at once, exactly one succeeds, and no "
                    + "deletion is undone.")
    void oneOfConcurrentUpdateAndDeletionWins() throws Exception {
        WriteRace<UnitOfWork> race = race();
        race.run(
                this::createPost,
                (unit, read) -> unit.posts().update(read.withPublished(true)),
                (unit, read) -> unit.posts().delete(read.id(), read.version()),
                (read, ended) -> {
                    Object result = ended.requireOneWon(PostNotFoundException.class, StaleVersionException.class);
                    if (result instanceof Post updated) {
                        assertThat(posts().findById(read.id())).contains(updated);
                    } else {
                        assertThat(result).isEqualTo(true);
                        assertThat(posts().findById(read.id())).isEmpty();
                    }
                });
        race.run(
                this::createPost,
                (unit, read) -> unit.posts().update(read.withPublished(true)),
                (unit, read) -> unit.posts().delete(read.id()),
                this::requireDeleted);
        race.run(
                this::createPost,
                (unit, read) -> unit.posts().update(read.withPublished(true)),
                (unit, read) -> unit.users().delete(read.authorId()),
                this::requireDeleted);
    }

    private void requireDeleted(Post post, Ended ended) {
        Ended.requireRejection(ended.first(), PostNotFoundException.class);
        assertThat(ended.second().get()).isEqualTo(true);
        assertThat(posts().findById(post.id()))
                .as("post that was deleted during an update")
                .isEmpty();
    }

    /** Given posts. When two clients delete the same post at once. Then exactly one call returns true. */
    @Clause(
            value = "posts.concurrent-deletions-one-wins",
            promise = "Of several concurrent deletions of one post, exactly one returns true.")
    void oneOfConcurrentDeletionsWins() throws Exception {
        WriteRace<UnitOfWork> race = race();
        race.run(
                this::createPost,
                (unit, post) -> unit.posts().delete(post.id()),
                (unit, post) -> unit.posts().delete(post.id()),
                (post, ended) -> ended.requireOneTrue());
        race.run(
                this::createPost,
                (unit, post) -> unit.posts().delete(post.id()),
                (unit, post) -> unit.posts().delete(post.id(), post.version()),
                (post, ended) -> ended.requireOneTrue());
    }

    /**
     * Given users. When each is deleted while a second client stores a post of that user. Then the post is either
     * rejected or deleted with the user.
     */
    @Clause(
            value = "posts.no-orphan-on-concurrent-delete",
            promise = "A post created while its author is deleted is either rejected or deleted with the author.")
    void leavesNoOrphanWhenAuthorIsDeletedConcurrently() throws Exception {
        race().run(
                        this::createAuthor,
                        (unit, author) ->
                                unit.posts().create(aPostBy(author).published().build()),
                        (unit, author) -> unit.users().delete(author),
                        (author, ended) -> {
                            assertThat(ended.second().get()).isEqualTo(true);
                            Ended.requireRejection(ended.first(), UserNotFoundException.class)
                                    .ifPresent(post -> assertThat(posts().findById(((Post) post).id()))
                                            .as("post of a deleted user")
                                            .isEmpty());
                            assertThat(posts().findByAuthor(author, PageRequest.first())
                                            .total())
                                    .as("posts of a deleted user")
                                    .isZero();
                        });
        assertThat(posts().findPaginated(PageRequest.first(), PostFilter.all()).total())
                .isZero();
    }
}
