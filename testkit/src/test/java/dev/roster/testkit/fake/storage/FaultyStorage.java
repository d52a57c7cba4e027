package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.SliceRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** In-memory storage with a planted fault that real storages have had. Used by one thread. */
public final class FaultyStorage implements Storage {

    private final Fault fault;
    private final InMemoryIds ids = new InMemoryIds();
    private final UnitOfWork direct;
    private final OutboxQueue queue;
    private InMemoryState committed = new InMemoryState();

    /** Creates an empty storage with this fault. */
    public FaultyStorage(Fault fault) {
        this.fault = fault;
        InMemoryAccess eachOnItsOwn = access(() -> committed);
        this.direct = new InMemoryUnit(eachOnItsOwn, ids);
        this.queue = new InMemoryOutboxQueue(eachOnItsOwn);
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
        InMemoryState before = committed;
        InMemoryState working = before.copy();
        boolean commits = false;
        try {
            T result = work.execute(withFault(new InMemoryUnit(access(() -> working), ids)));
            committed = working;
            commits = true;
            return result;
        } finally {
            if (!commits && fault == Fault.ROLLBACK_FORGETS_POSTS) {
                before.posts.clear();
                before.posts.putAll(working.posts);
            }
        }
    }

    private InMemoryAccess access(Supplier<InMemoryState> current) {
        return new InMemoryAccess() {
            @Override
            public <T> T read(Function<InMemoryState, T> query) {
                return query.apply(current.get());
            }

            @Override
            public <T> T write(Function<InMemoryState, T> change) {
                InMemoryState state = current.get();
                InMemoryState before = state.copy();
                T result = change.apply(state);
                if (fault == Fault.MISSING_CASCADE) {
                    before.comments.values().stream()
                            .filter(comment -> !state.posts.containsKey(comment.postId()))
                            .forEach(comment -> state.comments.put(comment.id(), comment));
                }
                return result;
            }
        };
    }

    private UnitOfWork withFault(UnitOfWork sound) {
        return fault == Fault.WRONG_TIE_BREAK
                ? proxy(UnitOfWork.class, sound, "posts", nothing -> orderTiesById(sound.posts()))
                : sound;
    }

    private static PostRepository orderTiesById(PostRepository sound) {
        return proxy(
                PostRepository.class,
                sound,
                "findPaginated",
                arguments -> page(sound, (PageRequest) arguments.get(0), (PostFilter) arguments.get(1)));
    }

    private static Page<Post> page(PostRepository sound, PageRequest request, PostFilter filter) {
        List<Post> whole = sound.findAfter(SliceRequest.first(PageRequest.MAX_SIZE), filter).items().stream()
                .sorted(Comparator.comparing(Post::createdAt)
                        .reversed()
                        .thenComparing(post -> post.id().value()))
                .toList();
        return InMemoryRows.page(whole, request);
    }

    /** Returns a proxy that replaces one method and forwards all others. */
    private static <P> P proxy(Class<P> port, P sound, String method, Function<List<Object>, Object> faulty) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, called, given) -> {
            if (called.getName().equals(method)) {
                return faulty.apply(given == null ? List.of() : List.of(given));
            }
            try {
                return called.invoke(sound, given);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    @Override
    public UserRepository users() {
        return direct.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return direct.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return direct.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return withFault(direct).posts();
    }

    @Override
    public CommentRepository comments() {
        return direct.comments();
    }

    @Override
    public AuditLog auditLog() {
        return direct.auditLog();
    }

    @Override
    public Outbox outbox() {
        return direct.outbox();
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
}
