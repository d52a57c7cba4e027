package dev.roster.application.account;

import dev.roster.domain.DomainException;
import java.time.Duration;

/** Too many attempts failed. For some time a correct password is rejected, too. */
public final class TooManyAttemptsException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param retryAfter how long to wait before the next attempt, more than zero
     */
    public TooManyAttemptsException(Duration retryAfter) {
        super("Too many attempts");
        this.retryAfter = retryAfter;
    }

    /** Returns how long to wait before the next attempt, more than zero. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
