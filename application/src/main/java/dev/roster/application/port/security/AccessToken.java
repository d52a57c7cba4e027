package dev.roster.application.port.security;

import java.time.Duration;

/**
 * A bearer token as given to a client. It never shows in {@link #toString()}.
 *
 * @param value the token itself
 * @param expiresIn how long it is good for
 */
public record AccessToken(String value, Duration expiresIn) {

    @Override
    public String toString() {
        return "AccessToken[hidden, expiresIn=" + expiresIn + "]";
    }
}
