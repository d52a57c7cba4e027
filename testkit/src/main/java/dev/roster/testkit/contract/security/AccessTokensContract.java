package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** Contract of {@link AccessTokens}. */
@Clauses
public abstract class AccessTokensContract {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final UserId USER = new UserId(42);
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** The end of a token that only its holder and its issuer can know. */
    private static final int SECRET_CHARACTERS = 16;

    private final SettableClock clock = new SettableClock();

    @SuppressWarnings("NullAway.Init") // set before each clause
    private AccessTokens tokens;

    /** Returns an instance under test. All calls must use the same key, if the implementation has keys. */
    protected abstract AccessTokens tokens(Duration ttl, InstantSource clock);

    /** Returns an instance under test that uses a different key. */
    protected abstract AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock);

    /**
     * Returns how the implementation signs a JSON Web Token: given the encoded header and payload, joined by a dot, the
     * encoded signature. The contract then signs tokens with other claims, which must be rejected. Undeclared by
     * default: only tokens that were made without the key are tried, and reports are incomplete.
     */
    protected Provided<UnaryOperator<String>> signer() {
        return Provided.undeclared("override signer(), as absent if the tokens are no JSON Web Tokens");
    }

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

            assertThat(accepted(tokens, token.value())).isEqualTo(new Claims(user, 7));
            assertThat(token.expiresIn()).isEqualTo(TTL);
            assertThat(token.toString()).doesNotContain(token.value());
        }
        assertThat(accepted(tokens, tokens.issue(USER, Long.MAX_VALUE).value()).sessionEpoch())
                .isEqualTo(Long.MAX_VALUE);
    }

    /**
     * Given tokens of several times and lengths. When the time to live has passed. Then the token is rejected, also if
     * it was accepted before. One millisecond earlier it is accepted.
     */
    @Clause(
            value = "access-tokens.expired-rejected",
            promise = "A token is rejected from its expiry on, and not before.")
    void rejectsExpiredToken() {
        for (Instant now : List.of(clock.instant(), Instant.parse("2040-02-29T23:59:59Z"))) {
            for (Duration ttl : List.of(Duration.ofSeconds(1), TTL, Duration.ofDays(3_650))) {
                clock.set(now);
                AccessTokens issuer = tokens(ttl, clock);
                String token = issuer.issue(USER, 1).value();
                assertThat(accepted(issuer, token).userId()).isEqualTo(USER);

                clock.set(now.plus(ttl).minus(TICK));
                assertThat(accepted(issuer, token).userId()).isEqualTo(USER);
                for (Duration late : List.of(Duration.ZERO, TICK, Duration.ofDays(365))) {
                    clock.set(now.plus(ttl).plus(late));
                    assertRejected(issuer, token);
                    assertRejected(token);
                }
            }
        }
    }

    /**
     * Given a token. When any one of its characters is changed, removed or doubled, or a part of it is cut off. Then
     * the token is rejected, even if its decoded content is the same. So is the token in another case or order.
     */
    @Clause(
            value = "access-tokens.tampered-rejected",
            promise = "A token with any character changed, removed or added is rejected, whatever it decodes to.")
    void rejectsTamperedToken() {
        String token = tokens.issue(USER, 1).value();
        assertTamperedRejected(token, AccessTokens::validate);
        assertThat(accepted(tokens, token).userId()).isEqualTo(USER);
    }

    private void assertTamperedRejected(String token, Validation validation) {
        List<String> changed = new ArrayList<>(List.of(
                token.toUpperCase(Locale.ROOT),
                token.toLowerCase(Locale.ROOT),
                new StringBuilder(token).reverse().toString(),
                token + token));
        for (int i = 0; i < token.length(); i++) {
            String before = token.substring(0, i);
            String after = token.substring(i + 1);
            char character = token.charAt(i);
            for (char other : similarTo(character)) {
                changed.add(before + other + after);
            }
            changed.add(before + after);
            changed.add(before + character + character + after);
            changed.add(before);
            changed.add(after);
        }
        changed.removeIf(token::equals);
        for (String tampered : changed) {
            assertRejected(tokens, tampered, validation);
        }
    }

    /** Returns characters that a lenient decoder may take for the same, and others. */
    private static char[] similarTo(char character) {
        int index = BASE64.indexOf(character);
        String similar = index < 0
                ? "A "
                : "A" + BASE64.charAt(index ^ 1) + BASE64.charAt(index ^ 2) + BASE64.charAt(index ^ 32)
                        + (char) (character + 0xFEE0) + Character.toUpperCase(character)
                        + Character.toLowerCase(character);
        return similar.toCharArray();
    }

    /**
     * Given a token. When white space, padding or other text that decoders may ignore is put before, into or after it.
     * Then the result is rejected. So is a token in another alphabet of Base64.
     */
    @Clause(
            value = "access-tokens.additions-rejected",
            promise =
                    "Only the exact text that was issued is a token: white space, padding or a prefix is not ignored.")
    void rejectsTokenWithAdditions() {
        String token = tokens.issue(USER, 1).value();
        for (String added :
                List.of(" ", "\n", "\r\n", "\t", "\0", "=", "==", ".", "\u00a0", "\u200b", "\uFEFF", "\"")) {
            assertRejected(added + token);
            assertRejected(token + added);
            assertRejected(added + token + added);
            for (int i = 1; i < token.length(); i++) {
                assertRejected(token.substring(0, i) + added + token.substring(i));
            }
        }
        for (String prefix : List.of("Bearer ", "bearer ", "token=", "v1.", ".", "..")) {
            assertRejected(prefix + token);
        }
        for (int user = 1; user <= 50; user++) {
            String next = tokens.issue(new UserId(user), 1).value();
            String standard = next.replace('-', '+').replace('_', '/');
            if (!standard.equals(next)) {
                assertRejected(standard);
            }
            assertRejected(next.replace(".", "%2E") + "%20");
        }
    }

    /**
     * Given tokens and login hints of one instance. When another instance with the same key validates them, as another
     * node or the same one after a restart does. Then they are accepted.
     */
    @Clause(
            value = "access-tokens.valid-on-every-node",
            promise = "Every instance with the same key accepts the tokens of the others: nothing is stored.")
    void acceptsTokenOnEveryNode() {
        AccessTokens other = tokens(TTL.multipliedBy(2), clock);

        assertThat(accepted(other, tokens.issue(USER, 7).value())).isEqualTo(new Claims(USER, 7));
        assertThat(accepted(tokens, other.issue(USER, 8).value())).isEqualTo(new Claims(USER, 8));
        assertThat(acceptedHint(other, tokens.issueLoginHint(USER, 9).value())).isEqualTo(new Claims(USER, 9));
        clock.advance(TTL);
        assertThat(accepted(tokens, other.issue(USER, 8).value())).isEqualTo(new Claims(USER, 8));
    }

    /**
     * Given JSON Web Tokens that an attacker makes of a valid one: unsigned, with another algorithm, claim or key, with
     * the signature of another token. When they are validated. Then each is rejected. If the tokens have another form,
     * unsigned JSON Web Tokens are rejected.
     */
    @Clause(
            value = "access-tokens.forged-jwt-rejected",
            promise = "A JSON Web Token made without the key is rejected, whatever its header says.")
    void rejectsForgedJwt() throws Exception {
        String token = tokens.issue(USER, 1).value();
        Optional<ForgedJwts> jwts = ForgedJwts.of(token);
        if (jwts.isPresent()) {
            Map<String, String> forged = jwts.get()
                    .withoutKey(tokens.issue(new UserId(USER.value() + 1), 1).value());
            assertThat(forged).hasSizeGreaterThan(30);
            for (Map.Entry<String, String> each : forged.entrySet()) {
                assertRejected(tokens, each.getValue(), named(each.getKey(), AccessTokens::validate));
                assertRejected(tokens, each.getValue(), named(each.getKey(), AccessTokens::validateLoginHint));
            }
        } else {
            // {"alg":"none"} and {"sub":"42","epoch":1,"exp":4102444800}
            assertRejected("eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiIsImVwb2NoIjoxLCJleHAiOjQxMDI0NDQ4MDB9.");
            assertRejected("eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiIsImVwb2NoIjoxLCJleHAiOjQxMDI0NDQ4MDB9");
        }
    }

    /**
     * Given JSON Web Tokens that are signed with the right key, but have other claims, as other services may issue: a
     * claim is missing, expired, not valid yet, or of another issuer, audience or type. When they are validated. Then
     * each is rejected. Without a {@link #signer()}, the same tokens with another signature are rejected.
     */
    @Clause(
            value = "access-tokens.claims-checked",
            promise =
                    "A JSON Web Token that was signed for another purpose is rejected, although its signature is valid.",
            needs = "signer")
    void checksClaims() {
        String token = tokens.issue(USER, 1).value();
        UnaryOperator<String> signer = signer().value().orElse(content -> "c2lnbmF0dXJl");
        Optional<ForgedJwts> jwts = ForgedJwts.of(token);
        if (jwts.isEmpty()) {
            assertThat(signer().value())
                    .as("how a token that is no JWT is signed")
                    .isEmpty();
            assertRejected(token + "." + token + ".");
            return;
        }
        jwts.get().withKey(signer, clock.instant()).forEach((name, forged) -> {
            assertRejected(tokens, forged, named(name, AccessTokens::validate));
            assertRejected(tokens, forged, named(name, AccessTokens::validateLoginHint));
        });
        String twoUsers = jwts.get().twoUsers("1", signer);
        if (signer().value().isPresent()) {
            assertThat(accepted(tokens, jwts.get().unchanged(signer)))
                    .as("the same token, signed again")
                    .isEqualTo(new Claims(USER, 1));
            assertRejectedOrOf(USER, twoUsers);
        } else {
            assertRejected(twoUsers);
        }
    }

    /** A token that names two users is rejected, or is of the last one (RFC 7519, section 4). */
    private void assertRejectedOrOf(UserId last, String twoUsers) {
        try {
            assertThat(tokens.validate(twoUsers).userId()).isEqualTo(last);
        } catch (InvalidAccessTokenException rejected) {
            assertThat(rejected).hasMessageNotContaining(twoUsers);
        }
    }

    /**
     * Given two threads. When each issues and validates tokens and hints of a user of its own at the same time. Then
     * all are accepted with the right claims, and a tampered token is rejected.
     */
    @Clause(value = "access-tokens.concurrent-use", promise = "An instance can be used by several threads at once.")
    void supportsConcurrentUse() throws Exception {
        int rounds = TightRace.run((thread, round) -> {
            Claims claims = new Claims(new UserId(thread * 1_000_000L + round + 1), round);
            String token = tokens.issue(claims.userId(), round).value();
            assertThat(accepted(tokens, token)).isEqualTo(claims);
            assertRejected(token.substring(1));
            String hint = tokens.issueLoginHint(claims.userId(), round).value();
            assertThat(acceptedHint(tokens, hint)).isEqualTo(claims);
        });
        assertThat(rounds).isPositive();
    }

    /**
     * Given a token and a hint. When they are issued, accepted and rejected. Then no message, no string form and no log
     * entry contains any of them, or a long part of one.
     */
    @Clause(value = "access-tokens.not-revealed", promise = "No exception, string form or log entry contains a token.")
    void doesNotRevealToken() throws Exception {
        AccessToken token = tokens.issue(USER, 7);
        AccessToken hint = tokens.issueLoginHint(USER, 7);
        List<String> texts = new ArrayList<>(List.of(token.toString(), hint.toString()));

        try (CapturedOutput output = new CapturedOutput()) {
            for (AccessToken each : List.of(token, hint)) {
                for (String text :
                        List.of(each.value(), each.value() + "x", each.value().substring(1))) {
                    texts.add(outcome(() -> tokens.validate(text)));
                    texts.add(outcome(() -> tokens.validateLoginHint(text)));
                }
            }
            clock.advance(AccessTokens.HINT_TTL);
            texts.add(outcome(() -> tokens.validate(token.value())));
            texts.add(outcome(() -> tokens.validateLoginHint(hint.value())));
            texts.add(output.text());
        }
        texts.add(tokens.toString());

        String secret = token.value().substring(token.value().length() - SECRET_CHARACTERS);
        String secretOfHint = hint.value().substring(hint.value().length() - SECRET_CHARACTERS);
        assertThat(texts)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(secret, secretOfHint)
                        .doesNotContain(token.value().substring(0, token.value().length() - 1)));
    }

    /** Returns the result or the exception with its causes, as a log would show it. */
    private static String outcome(Callable<Claims> call) throws Exception {
        try {
            return call.call().toString();
        } catch (InvalidAccessTokenException rejected) {
            return CapturedOutput.logged(rejected);
        }
    }

    /** Given a token issued with another key. When it is validated. Then it is rejected. */
    @Clause(value = "access-tokens.foreign-key-rejected", promise = "A token issued with another key is rejected.")
    void rejectsTokenOfAnotherKey() {
        assertRejected(tokensOfAnotherKey(TTL, clock).issue(USER, 1).value());
    }

    /**
     * Given texts that are not tokens. When they are validated, also as login hints. Then each throws
     * {@link InvalidAccessTokenException}.
     */
    @Clause(
            value = "access-tokens.malformed-rejected",
            promise = "A text that is not a token is rejected with an InvalidAccessTokenException.")
    void rejectsMalformedToken() {
        for (String garbage : List.of(
                "",
                " ",
                ".",
                "..",
                "....",
                "a.b.c",
                "e30.e30.",
                "e30.e30.e30",
                "null",
                "x".repeat(100_000),
                "\0",
                "\uD800",
                "é😀",
                "{}.{}.{}",
                "[".repeat(10_000),
                "..".repeat(10_000),
                "42",
                "-1",
                "%00",
                "00000000-0000-0000-0000-000000000000")) {
            assertRejected(garbage);
            assertHintRejected(garbage);
        }
    }

    /**
     * Given an access token and a login hint of one user. When each is validated as the other. Then it is rejected. The
     * hint contains user and epoch, and is rejected when it has expired, was changed, or was issued with another key.
     */
    @Clause(
            value = "access-tokens.hints-separate",
            promise =
                    "An access token is no login hint and a hint no access token; hints expire and are protected as tokens are.")
    void separatesLoginHintsFromAccessTokens() {
        AccessToken hint = tokens.issueLoginHint(USER, 7);

        assertThat(acceptedHint(tokens, hint.value())).isEqualTo(new Claims(USER, 7));
        assertThat(hint.expiresIn()).isEqualTo(AccessTokens.HINT_TTL);
        assertThat(hint.toString()).doesNotContain(hint.value());
        assertRejected(hint.value());
        String token = tokens.issue(USER, 7).value();
        assertHintRejected(token);
        assertThat(accepted(tokens, token)).isEqualTo(new Claims(USER, 7));
        assertHintRejected(token);
        assertHintRejected(
                tokensOfAnotherKey(TTL, clock).issueLoginHint(USER, 7).value());
        assertTamperedRejected(hint.value(), AccessTokens::validateLoginHint);
        clock.advance(AccessTokens.HINT_TTL.minus(TICK));
        assertThat(acceptedHint(tokens, hint.value())).isEqualTo(new Claims(USER, 7));
        assertRejected(hint.value());
        clock.advance(TICK);
        assertHintRejected(hint.value());
    }

    private interface Validation {
        Claims validate(AccessTokens tokens, String token);
    }

    /** Returns a validation whose failure names the case. */
    private static Validation named(String name, Validation validation) {
        return new Validation() {
            @Override
            public Claims validate(AccessTokens tokens, String token) {
                return validation.validate(tokens, token);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    private void assertHintRejected(String hint) {
        assertRejected(tokens, hint, AccessTokens::validateLoginHint);
    }

    private void assertRejected(String token) {
        assertRejected(tokens, token);
    }

    private static void assertRejected(AccessTokens tokens, String token) {
        assertRejected(tokens, token, AccessTokens::validate);
    }

    private static void assertRejected(AccessTokens tokens, String token, Validation validation) {
        try {
            Claims accepted = validation.validate(tokens, token);
            throw new AssertionError(String.format("'%.200s' was accepted as %s (%s)", token, accepted, validation));
        } catch (InvalidAccessTokenException rejected) {
            // as promised
        } catch (RuntimeException crash) {
            throw new AssertionError(
                    String.format("'%.200s' must be rejected with InvalidAccessTokenException (%s)", token, validation),
                    crash);
        }
    }

    private static Claims accepted(AccessTokens tokens, String token) {
        return accepted(tokens, token, AccessTokens::validate);
    }

    private static Claims acceptedHint(AccessTokens tokens, String hint) {
        return accepted(tokens, hint, AccessTokens::validateLoginHint);
    }

    private static Claims accepted(AccessTokens tokens, String token, Validation validation) {
        try {
            return validation.validate(tokens, token);
        } catch (RuntimeException rejected) {
            throw new AssertionError("a valid token was rejected", rejected);
        }
    }
}
