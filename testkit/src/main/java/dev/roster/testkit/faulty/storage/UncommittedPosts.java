package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Faulty storage that finds and counts the posts of open transactions, and optionally those of failed ones. */
final class UncommittedPosts extends ForwardingStorage {

    private final Storage sound;
    private final boolean keptAfterRollback;
    private final Map<PostId, Post> uncommitted = new ConcurrentHashMap<>();

    UncommittedPosts(Storage sound, boolean keptAfterRollback) {
        super(sound);
        this.sound = sound;
        this.keptAfterRollback = keptAfterRollback;
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
        Set<PostId> before = Set.copyOf(uncommitted.keySet());
        boolean commits = false;
        try {
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
            commits = true;
            return result;
        } finally {
            if (commits || !keptAfterRollback) {
                uncommitted.keySet().retainAll(before);
            }
        }
    }
}
