package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.SliceRequest;
import dev.roster.testkit.fake.ForwardingUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** In-memory storage with a planted fault that real storages have had. Used by one thread. */
public final class FaultyStorage extends ForwardingUnit implements Storage {

    private final FaultyAccess committed;
    private final InMemoryIds ids;
    private final OutboxQueue queue;

    /** Creates an empty storage with this fault. */
    public FaultyStorage(Fault fault) {
        this(new FaultyAccess(fault, new InMemoryState()), new InMemoryIds());
    }

    private FaultyStorage(FaultyAccess committed, InMemoryIds ids) {
        super(new InMemoryUnit(committed, ids));
        this.committed = committed;
        this.ids = ids;
        this.queue = new InMemoryOutboxQueue(committed);
    }

    /** Planted fault. */
    public enum Fault {
        /** Numbered pages list posts of the same instant by ascending id. */
        WRONG_TIE_BREAK,
        /** Deleting a post does not delete its comments. */
        MISSING_CASCADE,
        /** A rollback does not restore the posts. */
        ROLLBACK_FORGETS_POSTS
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        FaultyAccess working = new FaultyAccess(committed.fault, committed.state.copy());
        boolean commits = false;
        try {
            T result = work.execute(new ForwardingUnit(new InMemoryUnit(working, ids)) {
                @Override
                public PostRepository posts() {
                    return postsOf(working, super.posts());
                }
            });
            committed.state = working.state;
            commits = true;
            return result;
        } finally {
            if (!commits && committed.fault == Fault.ROLLBACK_FORGETS_POSTS) {
                committed.state.posts.clear();
                committed.state.posts.putAll(working.state.posts);
            }
        }
    }

    @Override
    public PostRepository posts() {
        return postsOf(committed, super.posts());
    }

    private PostRepository postsOf(FaultyAccess access, PostRepository sound) {
        return access.fault == Fault.WRONG_TIE_BREAK ? new TiesById(access, ids) : sound;
    }

    @Override
    public OutboxQueue outboxQueue() {
        return queue;
    }

    @Override
    public void ping() {
        // always reachable
    }

    @Override
    public void close() {
        // nothing to close
    }

    private static final class FaultyAccess implements InMemoryAccess {

        private final Fault fault;
        private InMemoryState state;

        FaultyAccess(Fault fault, InMemoryState state) {
            this.fault = fault;
            this.state = state;
        }

        @Override
        public <T> T read(Function<InMemoryState, T> query) {
            return query.apply(state);
        }

        @Override
        public <T> T write(Function<InMemoryState, T> change) {
            InMemoryState before = state.copy();
            T result = change.apply(state);
            if (fault == Fault.MISSING_CASCADE) {
                before.comments.values().stream()
                        .filter(comment -> !state.posts.containsKey(comment.postId()))
                        .forEach(comment -> state.comments.put(comment.id(), comment));
            }
            return result;
        }
    }

    private static final class TiesById extends InMemoryPostRepository {

        TiesById(InMemoryAccess access, InMemoryIds ids) {
            super(access, ids::nextPost);
        }

        @Override
        public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
            List<Post> whole = findAfter(SliceRequest.first(PageRequest.MAX_SIZE), filter).items().stream()
                    .sorted(Comparator.comparing(Post::createdAt)
                            .reversed()
                            .thenComparing(post -> post.id().value()))
                    .toList();
            return InMemoryRows.page(whole, request);
        }
    }
}
