package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A token that lets its owner do one thing once.
 *
 * @param hash of the secret that the owner holds
 * @param userId whose token it is
 * @param purpose the one thing it is good for
 * @param expiresAt the first instant at which it is good no more, truncated to microseconds
 */
public record OneTimeToken(TokenHash hash, UserId userId, Purpose purpose, Instant expiresAt) {

    /** What a token is good for. */
    public enum Purpose {
        /** To show that the owner reads mail sent to the address. */
        EMAIL_VERIFICATION,
        /** To set a new password. */
        PASSWORD_RESET
    }

    /** Truncates the instant. */
    public OneTimeToken {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(purpose, "purpose");
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
    }
}
