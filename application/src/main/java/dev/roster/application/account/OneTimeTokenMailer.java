package dev.roster.application.account;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import java.time.Duration;
import java.time.Instant;

/** Creates one-time tokens and the mails that contain them, in one transaction. */
final class OneTimeTokenMailer {

    static final Duration VERIFICATION_TTL = Duration.ofHours(24);
    static final Duration RESET_TTL = Duration.ofHours(1);

    private final TokenGenerator secrets;

    OneTimeTokenMailer(TokenGenerator secrets) {
        this.secrets = secrets;
    }

    /** Mails a token that verifies the user's email address. Earlier tokens stay valid. */
    OneTimeSecret mailVerificationToken(UnitOfWork unit, User user, Instant now) {
        OneTimeSecret secret = createToken(unit, user, Purpose.EMAIL_VERIFICATION, now.plus(VERIFICATION_TTL));
        unit.outbox()
                .append(new VerificationEmail(
                        MessageId.random(), now, user.email(), user.name(), secret, now.plus(VERIFICATION_TTL)));
        return secret;
    }

    /**
     * Mails a token that sets a new password. Earlier tokens stay valid, because a user who requests two mails may use
     * either.
     */
    void mailPasswordResetToken(UnitOfWork unit, User user, Instant now) {
        OneTimeSecret secret = createToken(unit, user, Purpose.PASSWORD_RESET, now.plus(RESET_TTL));
        unit.outbox()
                .append(new PasswordResetEmail(
                        MessageId.random(), now, user.email(), user.name(), secret, now.plus(RESET_TTL)));
    }

    private OneTimeSecret createToken(UnitOfWork unit, User user, Purpose purpose, Instant expiresAt) {
        OneTimeSecret secret = secrets.generate();
        unit.oneTimeTokens().store(new OneTimeToken(TokenHash.of(secret), user.id(), purpose, expiresAt));
        return secret;
    }
}
