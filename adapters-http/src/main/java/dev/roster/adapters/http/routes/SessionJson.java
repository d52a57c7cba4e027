package dev.roster.adapters.http.routes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.roster.application.port.security.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * JSON of a user with an access token. The token is also given under the OAuth names (RFC 6749, section 5.1).
 *
 * @param fields the user's fields at the top level; {@code null} to omit them
 * @param expiresIn lifetime of the token in seconds
 */
record SessionJson(
        @JsonUnwrapped @Nullable UserJson fields,
        UserJson user,
        String token,
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") long expiresIn) {

    static SessionJson of(@Nullable UserJson fields, UserJson user, AccessToken token) {
        return new SessionJson(
                fields,
                user,
                token.value(),
                token.value(),
                "bearer",
                token.expiresIn().toSeconds());
    }

    @Override
    public String toString() {
        return "SessionJson[user=" + user + ", token hidden]";
    }
}
