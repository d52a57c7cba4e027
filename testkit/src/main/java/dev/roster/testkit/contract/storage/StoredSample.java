package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sample that one transaction stores: an entry in each repository and a message in the outbox. */
record StoredSample(User user, TokenHash token, Post post, Comment comment) {

    /** Creation time of the message; the token is valid until a minute later. */
    static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    static StoredSample storeIn(UnitOfWork unit) {
        User user = unit.users().create(aUser().build());
        unit.credentials().setPassword(user.id(), new PasswordHash("hash of " + user.id()));
        TokenHash token = TokenHash.of(new OneTimeSecret("secret of " + user.email()));
        unit.oneTimeTokens().store(new OneTimeToken(token, user.id(), Purpose.EMAIL_VERIFICATION, NOW.plusSeconds(60)));
        unit.outbox().append(new WelcomeNotification(MessageId.random(), NOW, user.id(), user.name()));
        Post post = unit.posts().create(aPostBy(user.id()).published().build());
        Comment comment =
                unit.comments().create(aCommentOn(post.id(), user.id()).build());
        return new StoredSample(user, token, post, comment);
    }

    boolean isCompleteIn(Storage storage) {
        return storage.users().findById(user.id()).equals(Optional.of(user))
                && storage.users().findByEmail(user.email()).equals(Optional.of(user))
                && epoch(storage) == 1
                && storage.posts().findById(post.id()).equals(Optional.of(post))
                && storage.posts().findByAuthor(user.id(), PageRequest.first()).total() == 1
                && storage.comments().findById(comment.id()).equals(Optional.of(comment))
                && hasWelcomeMessage(storage)
                && storage.oneTimeTokens()
                        .consume(token, Purpose.EMAIL_VERIFICATION, NOW)
                        .equals(Optional.of(user.id()));
    }

    /** Checks only what can be read, so that it can run during another transaction. */
    boolean isInvisibleIn(Storage storage) {
        return storage.users().findById(user.id()).isEmpty()
                && storage.users().findByEmail(user.email()).isEmpty()
                && epoch(storage) == 0
                && storage.posts().findById(post.id()).isEmpty()
                && storage.posts().findByAuthor(user.id(), PageRequest.first()).total() == 0
                && storage.comments().findById(comment.id()).isEmpty();
    }

    boolean isAbsentFrom(Storage storage) {
        return isInvisibleIn(storage)
                && !hasWelcomeMessage(storage)
                && storage.oneTimeTokens()
                        .consume(token, Purpose.EMAIL_VERIFICATION, NOW)
                        .isEmpty();
    }

    private long epoch(Storage storage) {
        return storage.credentials()
                .findByUserId(user.id())
                .map(Credentials::sessionEpoch)
                .orElse(0L);
    }

    private boolean hasWelcomeMessage(Storage storage) {
        // A lease of zero length keeps the messages claimable.
        return storage.outboxQueue().claim(Lane.DEFAULT, 100, NOW, Duration.ZERO).stream()
                .anyMatch(claim -> claim.message() instanceof WelcomeNotification welcome
                        && welcome.userId().equals(user.id()));
    }
}
