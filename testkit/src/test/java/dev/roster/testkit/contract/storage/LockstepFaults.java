package dev.roster.testkit.contract.storage;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.testkit.fake.ForwardingStorage;
import dev.roster.testkit.fake.ForwardingUnit;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Planted faults that the comparison with the reference model must detect. All are seen outside transactions. */
public enum LockstepFaults {
    /** Numbered pages list posts of the same instant by ascending id. */
    WRONG_TIE_BREAK,
    /** Deleting a user does not delete the user's comments. */
    MISSING_CASCADE,
    /** The posts of failed transactions are still found and counted. */
    ROLLBACK_FORGETS_POSTS;

    /** Returns a storage with the fault, for one thread. */
    public Storage plantedIn(InMemoryStorage sound) {
        return switch (this) {
            case WRONG_TIE_BREAK -> PostListFaults.OLDEST_FIRST_AMONG_TIES.plantedIn(sound);
            case MISSING_CASCADE -> CommentFaults.COMMENTS_KEPT_AFTER_AUTHOR.plantedIn(sound);
            case ROLLBACK_FORGETS_POSTS -> new KeepingPosts(sound);
        };
    }

    private static final class KeepingPosts extends ForwardingStorage {

        private final Map<PostId, Post> uncommitted = new HashMap<>();
        private final Storage sound;

        KeepingPosts(Storage sound) {
            super(sound);
            this.sound = sound;
        }

        @Override
        public PostRepository posts() {
            return new ForwardingPostRepository(sound.posts()) {
                @Override
                public Optional<Post> findById(PostId id) {
                    return super.findById(id).or(() -> Optional.ofNullable(uncommitted.get(id)));
                }

                @Override
                public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
                    Page<Post> page = super.findPaginated(request, filter);
                    return new Page<>(page.items(), page.total() + uncommitted.size(), request);
                }
            };
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            Map<PostId, Post> before = Map.copyOf(uncommitted);
            T result = sound.inTransaction(unit -> work.execute(new ForwardingUnit(unit) {
                @Override
                public PostRepository posts() {
                    return new ForwardingPostRepository(unit.posts()) {
                        @Override
                        public Post create(NewPost post) {
                            Post created = super.create(post);
                            uncommitted.put(created.id(), created);
                            return created;
                        }
                    };
                }
            }));
            uncommitted.keySet().retainAll(before.keySet());
            return result;
        }
    }
}
