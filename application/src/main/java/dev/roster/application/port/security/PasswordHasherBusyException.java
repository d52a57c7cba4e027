package dev.roster.application.port.security;

import java.time.Duration;

/** Too many passwords are waiting to be hashed; nothing was hashed. */
public final class PasswordHasherBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param retryAfter how long to wait before the next attempt
     */
    public PasswordHasherBusyException(Duration retryAfter) {
        super("too many passwords are waiting to be hashed");
        this.retryAfter = retryAfter;
    }

    /** Returns how long to wait before the next attempt. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
