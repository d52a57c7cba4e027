package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Planted faults of storages that show when a client is opened after others have worked, or have been closed. */
public enum ReopeningFaults implements PlantedFault {
    @Fault("Loses all data with the last client.")
    DATA_LOST("users.kept-after-reopening", "storage.kept-after-reopening"),
    @Fault("Loses the comments with the last client.")
    COMMENTS_LOST("storage.kept-after-reopening"),
    @Fault("Loses the credentials with the last client.")
    SESSIONS_ENDED("storage.kept-after-reopening"),
    @Fault("Loses the used tokens with the last client.")
    USED_TOKENS_LOST("storage.kept-after-reopening"),
    @Fault("Loses the audit log with the last client.")
    AUDIT_LOG_LOST("storage.kept-after-reopening"),
    @Fault("Loses the messages of the outbox with the last client.")
    MESSAGES_LOST("storage.kept-after-reopening"),
    @Fault("Continues the ids of users after the highest one when a client is opened.")
    USER_IDS_AFTER_HIGHEST("users.ids-never-reused"),
    @Fault("Continues the ids of posts after the highest one when a client is opened.")
    POST_IDS_AFTER_HIGHEST("posts.ids-never-reused"),
    @Fault("Continues the ids of comments after the highest one when a client is opened.")
    COMMENT_IDS_AFTER_HIGHEST("comments.ids-never-reused"),
    @Fault("Continues the ids of users after the highest one when all clients were closed.")
    USER_IDS_AFTER_HIGHEST_OF_FILE("users.kept-after-reopening", "storage.ids-not-reused-after-reopening"),
    @Fault("Continues the ids of posts after the highest one when all clients were closed.")
    POST_IDS_AFTER_HIGHEST_OF_FILE("storage.ids-not-reused-after-reopening"),
    @Fault("Continues the ids of comments after the highest one when all clients were closed.")
    COMMENT_IDS_AFTER_HIGHEST_OF_FILE("storage.ids-not-reused-after-reopening"),
    @Fault("Keeps the data of each client apart.")
    CLIENTS_APART(
            "users.visible-to-second-client", "posts.visible-to-second-client", "comments.visible-to-second-client");

    private static final PageRequest MANY = new PageRequest(1, 100);
    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    ReopeningFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /**
     * Returns a backend whose storages have the fault.
     *
     * @param empty creates an empty storage
     */
    public Backend<Storage> plantedIn(Supplier<InMemoryStorage> empty) {
        if (this == CLIENTS_APART) {
            return Backend.of(empty::get, () -> {});
        }
        return new Backend<>() {
            private InMemoryStorage data = empty.get();

            @Override
            public Storage client() {
                switch (ReopeningFaults.this) {
                    case USER_IDS_AFTER_HIGHEST -> continueUserIds(data);
                    case POST_IDS_AFTER_HIGHEST -> continuePostIds(data);
                    case COMMENT_IDS_AFTER_HIGHEST -> continueCommentIds(data);
                    default -> {}
                }
                return data;
            }

            @Override
            public void closeClients() {
                switch (ReopeningFaults.this) {
                    case DATA_LOST -> data = empty.get();
                    case COMMENTS_LOST ->
                        forEachPost(
                                data,
                                post -> data.comments()
                                        .findByPost(post.id(), MANY)
                                        .items()
                                        .forEach(comment -> data.comments().delete(comment.id())));
                    case SESSIONS_ENDED ->
                        data.users().findAll(MANY).items().stream()
                                .map(User::id)
                                .forEach(data.credentials()::endSessions);
                    case USED_TOKENS_LOST -> data.oneTimeTokens().deleteExpiredBefore(FAR_FUTURE);
                    case AUDIT_LOG_LOST -> data.auditLog().deleteBefore(FAR_FUTURE);
                    case MESSAGES_LOST -> {
                        List<Claim> claims = data.outboxQueue().claim(Lane.DEFAULT, 100, FAR_FUTURE, Duration.ZERO);
                        data.outboxQueue().acknowledgeAll(claims);
                    }
                    case USER_IDS_AFTER_HIGHEST_OF_FILE -> continueUserIds(data);
                    case POST_IDS_AFTER_HIGHEST_OF_FILE -> continuePostIds(data);
                    case COMMENT_IDS_AFTER_HIGHEST_OF_FILE -> continueCommentIds(data);
                    default -> {}
                }
            }

            @Override
            public void close() {
                data.close();
            }
        };
    }

    private static void continueUserIds(InMemoryStorage data) {
        long highest = data.users().findAll(MANY).items().stream()
                .mapToLong(user -> user.id().value())
                .max()
                .orElse(0);
        data.setNextUserId(new UserId(highest + 1));
    }

    private static void continuePostIds(InMemoryStorage data) {
        long highest = data.posts().findPaginated(MANY, PostFilter.all()).items().stream()
                .mapToLong(post -> post.id().value())
                .max()
                .orElse(0);
        data.setNextPostId(new PostId(highest + 1));
    }

    private static void continueCommentIds(InMemoryStorage data) {
        long[] highest = {0};
        forEachPost(
                data,
                post -> data.comments()
                        .findByPost(post.id(), MANY)
                        .items()
                        .forEach(comment ->
                                highest[0] = Math.max(highest[0], comment.id().value())));
        data.setNextCommentId(new CommentId(highest[0] + 1));
    }

    private static void forEachPost(InMemoryStorage data, Consumer<Post> action) {
        data.posts().findPaginated(MANY, PostFilter.all()).items().forEach(action);
    }
}
