package dev.roster.application.access;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.storage.UnitOfWork;
import java.util.Optional;

/**
 * Checks that the session of a caller has not ended since the request was authenticated. A client may take long to send
 * the body of a request, and the user may log out meanwhile.
 */
public final class CallerSessions {

    private CallerSessions() {}

    /**
     * Returns if the session is valid, or if the caller has none. Call directly before a change, in its transaction if
     * it has one.
     *
     * @throws InvalidAccessTokenException if the session has ended, or the caller was deleted
     */
    public static void requireCurrent(UnitOfWork unit, Caller caller) {
        if (caller.sessionEpoch().isPresent()) {
            Optional<Long> current =
                    unit.credentials().findByUserId(caller.id()).map(Credentials::sessionEpoch);
            if (!current.equals(caller.sessionEpoch())) {
                throw new InvalidAccessTokenException("the session has ended");
            }
        }
    }
}
