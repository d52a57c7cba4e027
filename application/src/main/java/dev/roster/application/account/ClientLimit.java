package dev.roster.application.account;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import java.util.Locale;

/** Limits for one client of operations that are open to anyone ({@code account.clients-limited}). */
enum ClientLimit {
    REGISTRATION(300),
    RESET_REQUEST(300),
    RESET_CONFIRMATION(300),
    EMAIL_CONFIRMATION(300),
    VERIFICATION_REQUEST(300);

    private final int perMinute;

    ClientLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Counts a request.
     *
     * @throws TooManyAttemptsException if the client has made too many requests of this kind
     */
    void require(LoginThrottle throttle, ClientAddress from) {
        String kind = name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (throttle.admitRequest(kind, perMinute, from) instanceof Rejected refused) {
            throw new TooManyAttemptsException(refused.retryAfter());
        }
    }
}
