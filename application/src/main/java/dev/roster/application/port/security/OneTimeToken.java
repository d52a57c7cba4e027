package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A token that can be used once, for one purpose.
 *
 * @param hash hash of the secret that the owner holds
 * @param userId the owner
 * @param purpose what the token may be used for
 * @param expiresAt first instant at which the token is no longer valid, truncated to microseconds
 */
public record OneTimeToken(TokenHash hash, UserId userId, Purpose purpose, Instant expiresAt) {

    /** What a token may be used for. */
    public enum Purpose {
        /** Verifies that the owner reads mail sent to the email address. */
        EMAIL_VERIFICATION,
        /** Sets a new password. */
        PASSWORD_RESET
    }

    /** Truncates {@code expiresAt} to microseconds. */
    public OneTimeToken {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(purpose, "purpose");
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
    }
}
