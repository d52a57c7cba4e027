package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ClauseNames;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;

/** Contract of {@link AccessTokens}. */
@DisplayNameGeneration(ClauseNames.class)
public abstract class AccessTokensContract {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final UserId USER = new UserId(42);

    private final SettableClock clock = new SettableClock();

    @SuppressWarnings("NullAway.Init") // set before each clause
    private AccessTokens tokens;

    /** Returns an instance under test. All calls must use the same key, if the implementation has keys. */
    protected abstract AccessTokens tokens(Duration ttl, InstantSource clock);

    /** Returns an instance under test that uses a different key. */
    protected abstract AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock);

    @BeforeEach
    final void openTokens() {
        tokens = tokens(TTL, clock);
    }

    /**
     * Given users with ids up to the largest one. When a token is issued and validated. Then it yields the same user
     * and session epoch, and reports its time to live.
     */
    @Clause(
            value = "access-tokens.contain-user-and-epoch",
            promise =
                    "A token yields the user and the session epoch that it was issued for, and reports its time to live.")
    void containsUserAndEpoch() {
        for (UserId user : List.of(new UserId(1), USER, new UserId(UserId.MAX))) {
            AccessToken token = tokens.issue(user, 7);

            assertThat(tokens.validate(token.value())).isEqualTo(new Claims(user, 7));
            assertThat(token.expiresIn()).isEqualTo(TTL);
            assertThat(token.toString()).doesNotContain(token.value());
        }
        assertThat(tokens.validate(tokens.issue(USER, Long.MAX_VALUE).value()).sessionEpoch())
                .isEqualTo(Long.MAX_VALUE);
    }

    /** Given a token. When its time to live has passed. Then it is rejected; one second earlier it is accepted. */
    @Clause(
            value = "access-tokens.expired-rejected",
            promise = "A token is rejected from its expiry on, and not before.")
    void rejectsExpiredToken() {
        String token = tokens.issue(USER, 1).value();

        clock.advance(TTL.minusSeconds(1));
        assertThat(tokens.validate(token).userId()).isEqualTo(USER);
        clock.advance(Duration.ofSeconds(1));
        assertRejected(token);
        clock.advance(Duration.ofDays(365));
        assertRejected(token);
    }

    /** Given a token. When any one of its characters is changed, removed or doubled. Then the token is rejected. */
    @Clause(
            value = "access-tokens.tampered-rejected",
            promise = "A token with any character changed, removed or added is rejected.")
    void rejectsTamperedToken() {
        String token = tokens.issue(USER, 1).value();

        for (int i = 0; i < token.length(); i++) {
            char changed = token.charAt(i) == 'A' ? 'Q' : 'A';
            assertRejected(token.substring(0, i) + changed + token.substring(i + 1));
            assertRejected(token.substring(0, i) + token.substring(i + 1));
            assertRejected(token.substring(0, i) + token.charAt(i) + token.substring(i));
        }
        assertThat(tokens.validate(token).userId()).isEqualTo(USER);
    }

    /** Given a token issued with another key. When it is validated. Then it is rejected. */
    @Clause(value = "access-tokens.foreign-key-rejected", promise = "A token issued with another key is rejected.")
    void rejectsTokenOfAnotherKey() {
        assertRejected(tokensOfAnotherKey(TTL, clock).issue(USER, 1).value());
    }

    /**
     * Given texts that are not tokens. When they are validated. Then each throws {@link InvalidAccessTokenException}.
     */
    @Clause(
            value = "access-tokens.malformed-rejected",
            promise = "A text that is not a token is rejected with an InvalidAccessTokenException.")
    void rejectsMalformedToken() {
        for (String garbage : List.of("", ".", "..", "a.b.c", "null", "x".repeat(100_000), "\0", "é😀", "{}.{}.{}")) {
            assertRejected(garbage);
        }
    }

    /**
     * Given an access token and a login hint of one user. When each is validated as the other. Then it is rejected. The
     * hint contains user and epoch, and is rejected when it has expired, was changed, or was issued with another key.
     */
    @Clause(
            value = "access-tokens.hints-separate",
            promise =
                    "An access token is no login hint and a hint no access token; hints expire and are signed as access tokens are.")
    void separatesLoginHintsFromAccessTokens() {
        AccessToken hint = tokens.issueLoginHint(USER, 7);

        assertThat(tokens.validateLoginHint(hint.value())).isEqualTo(new Claims(USER, 7));
        assertThat(hint.expiresIn()).isEqualTo(AccessTokens.HINT_TTL);
        assertRejected(hint.value());
        assertHintRejected(tokens.issue(USER, 7).value());
        assertHintRejected(
                tokensOfAnotherKey(TTL, clock).issueLoginHint(USER, 7).value());
        assertHintRejected(hint.value().substring(1));
        assertHintRejected("");
        clock.advance(AccessTokens.HINT_TTL);
        assertHintRejected(hint.value());
    }

    private void assertHintRejected(String hint) {
        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .as("'%.60s'", hint)
                .isThrownBy(() -> tokens.validateLoginHint(hint));
    }

    private void assertRejected(String token) {
        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .as("'%.60s'", token)
                .isThrownBy(() -> tokens.validate(token));
    }
}
