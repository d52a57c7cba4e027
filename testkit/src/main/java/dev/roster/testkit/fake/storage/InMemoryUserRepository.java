package dev.roster.testkit.fake.storage;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The users of an {@link InMemoryStorage}. */
final class InMemoryUserRepository implements UserRepository {

    private static final Comparator<User> NEWEST_FIRST = Comparator.comparing(User::createdAt)
            .thenComparing(user -> user.id().value())
            .reversed();

    private final InMemoryAccess access;
    private final Supplier<UserId> nextId;

    InMemoryUserRepository(InMemoryAccess access, Supplier<UserId> nextId) {
        this.access = access;
        this.nextId = nextId;
    }

    @Override
    public User create(NewUser user) {
        Objects.requireNonNull(user, "user");
        return access.write(state -> {
            if (byEmail(state, user.email()).isPresent()) {
                throw new EmailAlreadyExistsException(user.email());
            }
            User created = user.toUser(nextId.get());
            state.users.put(created.id(), created);
            return created;
        });
    }

    @Override
    public Optional<User> findById(UserId id) {
        Objects.requireNonNull(id, "id");
        return access.read(state -> Optional.ofNullable(state.users.get(id)));
    }

    /** Transactions that write run one after the other, so there is nothing to lock. */
    @Override
    public Optional<User> lock(UserId id) {
        return findById(id);
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        Objects.requireNonNull(email, "email");
        return access.read(state -> byEmail(state, email));
    }

    @Override
    public Page<User> findAll(PageRequest request) {
        Objects.requireNonNull(request, "request");
        return access.read(state -> InMemoryRows.page(
                state.users.values().stream().sorted(NEWEST_FIRST).toList(), request));
    }

    @Override
    public User update(User user) {
        Objects.requireNonNull(user, "user");
        return access.write(state -> {
            User stored = requireVersion(state, user.id(), user.version())
                    .orElseThrow(() -> new UserNotFoundException(user.id()));
            byEmail(state, user.email())
                    .filter(other -> !other.id().equals(user.id()))
                    .ifPresent(other -> {
                        throw new EmailAlreadyExistsException(user.email());
                    });
            User updated = stored.withEmail(user.email())
                    .withName(user.name())
                    .withBio(user.bio())
                    .withVerified(user.verified())
                    .withRole(user.role())
                    .withUpdatedAt(user.updatedAt())
                    .withVersion(stored.version() + 1);
            state.users.put(updated.id(), updated);
            return updated;
        });
    }

    @Override
    public boolean delete(UserId id) {
        Objects.requireNonNull(id, "id");
        return access.write(state -> remove(state, id));
    }

    @Override
    public boolean delete(UserId id, long version) {
        Objects.requireNonNull(id, "id");
        return access.write(state -> requireVersion(state, id, version).isPresent() && remove(state, id));
    }

    private static Optional<User> requireVersion(InMemoryState state, UserId id, long version) {
        return InMemoryRows.requireVersion(state.users, id, version, User::version, "user");
    }

    private static boolean remove(InMemoryState state, UserId id) {
        state.credentials.remove(id);
        state.tokens.values().removeIf(each -> each.token().userId().equals(id));
        state.posts.values().removeIf(post -> post.authorId().equals(id));
        state.comments
                .values()
                .removeIf(comment -> comment.authorId().equals(id) || !state.posts.containsKey(comment.postId()));
        return state.users.remove(id) != null;
    }

    private static Optional<User> byEmail(InMemoryState state, EmailAddress email) {
        return state.users.values().stream()
                .filter(user -> user.email().sameAccountAs(email))
                .findFirst();
    }
}
