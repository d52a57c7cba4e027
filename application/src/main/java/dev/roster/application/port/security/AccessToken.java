package dev.roster.application.port.security;

import java.time.Duration;

/**
 * A bearer token for a client. {@link #toString()} does not contain the token.
 *
 * @param value the token
 * @param expiresIn how long the token is valid
 */
public record AccessToken(String value, Duration expiresIn) {

    @Override
    public String toString() {
        return "AccessToken[hidden, expiresIn=" + expiresIn + "]";
    }
}
