package dev.roster.testkit.contract.storage.transaction;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import java.time.Instant;
import java.util.Optional;

/**
 * Sample that one transaction stores: rows in each repository and a message in the outbox. A token and an audit event
 * are old enough to be deleted.
 *
 * @param user a user with a password
 * @param post a published post of the user
 * @param comment a comment of the user on the post
 * @param message a message in the outbox
 * @see StorageSnapshot
 */
public record StoredSample(User user, Post post, Comment comment, OutboxMessage message) {

    /** Creation time of the message; the token is valid until a minute later. */
    public static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    /** A time when the old token was valid. */
    public static final Instant LONG_AGO = NOW.minusSeconds(100_000);

    /** Stores a sample. */
    public static StoredSample storeIn(UnitOfWork unit) {
        User user = unit.users().create(aUser().build());
        Post post = unit.posts().create(aPostBy(user.id()).published().build());
        Comment comment =
                unit.comments().create(aCommentOn(post.id(), user.id()).build());
        OutboxMessage message = new WelcomeNotification(MessageId.random(), NOW, user.id(), user.name());
        StoredSample sample = new StoredSample(user, post, comment, message);
        unit.credentials().setPassword(user.id(), sample.hash());
        unit.oneTimeTokens().store(sample.token(sample.token(), NOW.plusSeconds(60)));
        unit.oneTimeTokens().store(sample.token(sample.oldToken(), LONG_AGO.plusSeconds(60)));
        unit.oneTimeTokens()
                .store(new OneTimeToken(sample.resetToken(), user.id(), Purpose.PASSWORD_RESET, NOW.plusSeconds(60)));
        unit.auditLog()
                .append(AuditEvent.of(
                        AuditEvent.Type.REGISTERED, Optional.of(user.id()), ClientAddress.UNKNOWN, LONG_AGO));
        unit.outbox().append(message);
        return sample;
    }

    /** Returns the hash of the password. */
    public PasswordHash hash() {
        return new PasswordHash("hash of " + user.id());
    }

    /** Returns the hash of the valid token. */
    public TokenHash token() {
        return tokenHash("secret");
    }

    /** Returns the hash of the token that expired long ago. */
    public TokenHash oldToken() {
        return tokenHash("old secret");
    }

    /** Returns the hash of a valid token for another purpose. */
    public TokenHash resetToken() {
        return tokenHash("reset secret");
    }

    /** Returns the hash of a token that is not stored with the sample. */
    public TokenHash laterToken() {
        return tokenHash("later secret");
    }

    /** Returns a token of the user. */
    public OneTimeToken token(TokenHash hash, Instant expiresAt) {
        return new OneTimeToken(hash, user.id(), Purpose.EMAIL_VERIFICATION, expiresAt);
    }

    private TokenHash tokenHash(String secret) {
        return TokenHash.of(new OneTimeSecret(secret + " of " + user.email()));
    }
}
