package dev.roster.application.port.security;

import java.time.Duration;

/** So many passwords wait to be hashed that one more would wait too long; nothing was hashed. */
public final class PasswordHasherBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param retryAfter when trying again may help
     */
    public PasswordHasherBusyException(Duration retryAfter) {
        super("too many passwords wait to be hashed");
        this.retryAfter = retryAfter;
    }

    /** When trying again may help. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
