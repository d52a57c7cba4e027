package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.State;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All stored rows. A transaction works on a copy. After commit an instance is never changed. */
final class InMemoryState {

    final Map<UserId, User> users;
    final Map<UserId, Credentials> credentials;
    final Map<TokenHash, Token> tokens;
    final Map<PostId, Post> posts;
    final Map<CommentId, Comment> comments;
    final Map<UUID, Queued> outbox;
    final List<AuditEvent> audit;

    InMemoryState() {
        this(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    }

    private InMemoryState(
            Map<UserId, User> users,
            Map<UserId, Credentials> credentials,
            Map<TokenHash, Token> tokens,
            Map<PostId, Post> posts,
            Map<CommentId, Comment> comments,
            Map<UUID, Queued> outbox,
            List<AuditEvent> audit) {
        this.users = new LinkedHashMap<>(users);
        this.credentials = new LinkedHashMap<>(credentials);
        this.tokens = new LinkedHashMap<>(tokens);
        this.posts = new LinkedHashMap<>(posts);
        this.comments = new LinkedHashMap<>(comments);
        this.outbox = new LinkedHashMap<>(outbox);
        this.audit = new ArrayList<>(audit);
    }

    InMemoryState copy() {
        return new InMemoryState(users, credentials, tokens, posts, comments, outbox, audit);
    }

    /** Token with a flag for used or revoked. */
    record Token(OneTimeToken token, boolean used) {

        boolean isValid(OneTimeToken.Purpose purpose, Instant now) {
            return !used && token.purpose() == purpose && now.isBefore(token.expiresAt());
        }
    }

    /** Waiting, dead-lettered or expired message, with its claim. */
    record Queued(
            OutboxMessage message,
            Instant dueAt,
            int attempts,
            @Nullable UUID claim,
            @Nullable Instant claimedUntil,
            @Nullable String lastError,
            State state) {

        Queued(OutboxMessage message) {
            this(message, message.createdAt(), 0, null, null, null, State.WAITING);
        }

        boolean isClaimableAt(Instant now) {
            return state == State.WAITING && !dueAt.isAfter(now) && !isClaimedAt(now);
        }

        boolean isClaimedAt(Instant now) {
            return claimedUntil != null && claimedUntil.isAfter(now);
        }

        Queued claimed(Claim by, Instant until) {
            return new Queued(message, dueAt, by.attempt(), by.key(), until, lastError, state);
        }

        Queued retriedLater(Instant retryAt, String reason) {
            return new Queued(message, retryAt, attempts, null, null, reason, State.WAITING);
        }

        Queued deadLettered(String reason) {
            return new Queued(message.withoutSecret(), dueAt, attempts, null, null, reason, State.DEAD);
        }

        Queued expired() {
            return new Queued(message.withoutSecret(), dueAt, attempts - 1, null, null, lastError, State.EXPIRED);
        }

        Queued requeued(Instant now) {
            return new Queued(message, now, 0, null, null, lastError, State.WAITING);
        }

        OutboxEntry entry() {
            return new OutboxEntry(
                    message.id(),
                    message.getClass().getSimpleName(),
                    message.createdAt(),
                    dueAt,
                    attempts,
                    Optional.ofNullable(lastError),
                    state);
        }
    }
}
