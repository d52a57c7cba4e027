package dev.roster.application.account;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.InvalidAccessTokenException;
import java.util.Optional;

/**
 * A validly signed login hint: its holder has logged in to the account before. It is no longer valid when the sessions
 * of the account have ended. {@link #toString()} does not contain the hint.
 */
record LoginHint(String value, AccessTokens.Claims claims) {

    /** Returns the hint, or empty if it is forged, expired or malformed: the client is then an unknown one. */
    static Optional<LoginHint> parse(String hint, AccessTokens tokens) {
        try {
            return Optional.of(new LoginHint(hint, tokens.validateLoginHint(hint)));
        } catch (InvalidAccessTokenException unknownClient) {
            return Optional.empty();
        }
    }

    boolean isFor(Credentials credentials) {
        return credentials.userId().equals(claims.userId()) && credentials.sessionEpoch() == claims.sessionEpoch();
    }

    @Override
    public String toString() {
        return "LoginHint[hidden, " + claims + "]";
    }
}
