package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingAuditLog;
import dev.roster.testkit.fake.forwarding.ForwardingCommentRepository;
import dev.roster.testkit.fake.forwarding.ForwardingOneTimeTokenRepository;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Planted faults of storages in the relations between entities: effects of a call on one of them on the others. */
public enum RelationFaults implements PlantedFault {
    @Fault("Deletes the users that a deleted user created.")
    CREATED_USERS_DELETED("users.kept-after-creator-deleted"),
    @Fault("Updates the users that a deleted user created.")
    CREATED_USERS_CHANGED("users.kept-after-creator-deleted"),
    @Fault("Forgets a creator that was deleted.")
    DELETED_CREATOR_FORGOTTEN("users.kept-after-creator-deleted"),
    @Fault("Rejects a user whose creator does not exist.")
    UNKNOWN_CREATOR_REJECTED("users.kept-after-creator-deleted"),
    @Fault("Deletes the creator of a deleted user.")
    CREATOR_DELETED("users.kept-after-creator-deleted"),
    @Fault("Keeps what belongs to a user who is deleted at a version.")
    DELETION_AT_VERSION_NOT_CASCADED(
            "posts.deleted-with-author",
            "comments.deleted-with-author",
            "credentials.deleted-with-user",
            "tokens.deleted-with-user"),
    @Fault("Deletes the posts of the users that a deleted user created.")
    POSTS_OF_CREATED_USERS_DELETED("posts.deleted-with-author"),
    @Fault("Deletes the audit events that a deleted user caused.")
    EVENTS_BY_ACTOR_DELETED("audit.kept-after-actor-deleted"),
    @Fault("Forgets an actor that was deleted.")
    DELETED_ACTOR_FORGOTTEN("audit.kept-after-actor-deleted"),
    @Fault("Deletes the messages about a deleted user.")
    MESSAGES_DELETED("outbox.kept-after-user-deleted"),
    @Fault("Updates the author when a post is created.")
    AUTHOR_CHANGED_BY_POST("posts.author-unchanged"),
    @Fault("Updates the post when a comment is created.")
    POST_CHANGED_BY_COMMENT("comments.post-unchanged"),
    @Fault("Verifies the user when a token is consumed.")
    USER_CHANGED_BY_TOKEN("tokens.user-unchanged");

    private static final PageRequest MANY = new PageRequest(1, 100);

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    RelationFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        return new Faulty(sound);
    }

    private final class Faulty extends ForwardingStorage {

        private final Storage sound;

        Faulty(Storage sound) {
            super(sound);
            this.sound = sound;
        }

        private final Set<UserId> hidden = Collections.synchronizedSet(new HashSet<>());

        private boolean is(RelationFaults fault) {
            return RelationFaults.this == fault;
        }

        private boolean isGone(UserId id) {
            return sound.users().findById(id).isEmpty();
        }

        @Override
        public UserRepository users() {
            return new Users(sound.users());
        }

        @Override
        public PostRepository posts() {
            return new ForwardingPostRepository(sound.posts()) {
                @Override
                public Post create(NewPost post) {
                    if (is(AUTHOR_CHANGED_BY_POST)) {
                        users().findById(post.authorId()).ifPresent(users()::update);
                    }
                    return super.create(post);
                }

                private UserRepository users() {
                    return Faulty.this.sound.users();
                }
            };
        }

        @Override
        public CommentRepository comments() {
            return new ForwardingCommentRepository(sound.comments()) {
                @Override
                public Comment create(NewComment comment) {
                    PostRepository posts = Faulty.this.sound.posts();
                    if (is(POST_CHANGED_BY_COMMENT)) {
                        posts.findById(comment.postId()).ifPresent(posts::update);
                    }
                    return super.create(comment);
                }
            };
        }

        @Override
        public OneTimeTokenRepository oneTimeTokens() {
            return new ForwardingOneTimeTokenRepository(sound.oneTimeTokens()) {
                @Override
                public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
                    Optional<UserId> owner = super.consume(hash, purpose, now);
                    UserRepository users = Faulty.this.sound.users();
                    if (is(USER_CHANGED_BY_TOKEN)) {
                        owner.flatMap(users::findById).ifPresent(user -> users.update(user.withVerified(true)));
                    }
                    return owner;
                }
            };
        }

        @Override
        public AuditLog auditLog() {
            return new ForwardingAuditLog(sound.auditLog()) {
                @Override
                public List<AuditEvent> findLatest(int limit) {
                    return super.findLatest(limit).stream()
                            .map(event -> new AuditEvent(
                                    event.occurredAt(),
                                    event.type(),
                                    event.userId(),
                                    event.actorId().filter(actor -> !is(DELETED_ACTOR_FORGOTTEN) || !isGone(actor)),
                                    event.clientAddress()))
                            .toList();
                }
            };
        }

        private void afterDeletionOf(User deleted) {
            List<User> others = sound.users().findAll(MANY).items();
            List<User> created = others.stream()
                    .filter(user -> deleted.id().equals(user.createdBy()))
                    .toList();
            switch (RelationFaults.this) {
                case CREATED_USERS_DELETED ->
                    created.forEach(user -> sound.users().delete(user.id()));
                case CREATED_USERS_CHANGED -> created.forEach(sound.users()::update);
                case CREATOR_DELETED ->
                    others.stream()
                            .filter(user -> user.id().equals(deleted.createdBy()))
                            .forEach(user -> sound.users().delete(user.id()));
                case POSTS_OF_CREATED_USERS_DELETED ->
                    created.forEach(user -> sound.posts().findByAuthor(user.id(), MANY).items().stream()
                            .map(Post::id)
                            .forEach(sound.posts()::delete));
                case EVENTS_BY_ACTOR_DELETED -> deleteEventsBy(deleted.id());
                case MESSAGES_DELETED ->
                    sound
                            .outboxQueue()
                            .claim(Lane.DEFAULT, 100, Instant.parse("2999-01-01T00:00:00Z"), Duration.ZERO)
                            .stream()
                            .filter(claim -> claim.message() instanceof WelcomeNotification welcome
                                    && welcome.userId().equals(deleted.id()))
                            .forEach(sound.outboxQueue()::acknowledge);
                default -> {}
            }
        }

        private void deleteEventsBy(UserId actor) {
            List<AuditEvent> kept = new ArrayList<>(sound.auditLog().findLatest(1_000));
            kept.removeIf(event -> event.actorId().filter(actor::equals).isPresent());
            Collections.reverse(kept);
            sound.auditLog().deleteBefore(Instant.MAX);
            kept.forEach(sound.auditLog()::append);
        }

        private final class Users extends ForwardingUserRepository {

            Users(UserRepository sound) {
                super(sound);
            }

            private Optional<User> read(Optional<User> found) {
                return found.filter(user -> !hidden.contains(user.id())).map(this::read);
            }

            private User read(User user) {
                UserId creator = user.createdBy();
                if (!is(DELETED_CREATOR_FORGOTTEN) || creator == null || !isGone(creator)) {
                    return user;
                }
                return new User(
                        user.id(),
                        user.email(),
                        user.name(),
                        user.bio(),
                        user.verified(),
                        user.role(),
                        null,
                        user.createdAt(),
                        user.updatedAt(),
                        user.version());
            }

            @Override
            public User create(NewUser user) {
                UserId creator = user.createdBy();
                if (is(UNKNOWN_CREATOR_REJECTED) && creator != null && isGone(creator)) {
                    throw new UserNotFoundException(creator);
                }
                return super.create(user);
            }

            @Override
            public Optional<User> findById(UserId id) {
                return read(super.findById(id));
            }

            @Override
            public Optional<User> findByEmail(EmailAddress email) {
                return read(super.findByEmail(email));
            }

            @Override
            public Page<User> findAll(PageRequest request) {
                return super.findAll(request).map(this::read);
            }

            @Override
            public boolean delete(UserId id) {
                Optional<User> stored = id == null ? Optional.empty() : super.findById(id);
                boolean deleted = super.delete(id);
                stored.ifPresent(Faulty.this::afterDeletionOf);
                return deleted;
            }

            @Override
            public boolean delete(UserId id, long version) {
                if (is(DELETION_AT_VERSION_NOT_CASCADED)) {
                    return hidden.add(id);
                }
                Optional<User> stored = id == null ? Optional.empty() : super.findById(id);
                boolean deleted = super.delete(id, version);
                stored.ifPresent(Faulty.this::afterDeletionOf);
                return deleted;
            }
        }
    }
}
