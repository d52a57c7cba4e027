package dev.roster.adapters.http.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.SettableClock;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAccessTokensTest {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00.999999Z");
    private static final Duration TTL = Duration.ofHours(1);
    private static final byte[] SECRET =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final UserId USER = new UserId(UserId.MAX);

    private final SettableClock clock = new SettableClock(NOW);
    private final JwtAccessTokens tokens = new JwtAccessTokens(SECRET, TTL, clock);

    @Test
    void issuesStandardJsonWebTokens() throws ParseException {
        JWTClaimsSet claims =
                SignedJWT.parse(tokens.issue(new UserId(42), 7).value()).getJWTClaimsSet();

        assertThat(claims.toJSONObject())
                .containsOnlyKeys("iss", "sub", "iat", "exp", "epoch")
                .containsEntry("iss", "roster")
                .containsEntry("sub", "42")
                .containsEntry("iat", NOW.getEpochSecond())
                .containsEntry("exp", NOW.getEpochSecond() + 3600)
                .containsEntry("epoch", 7L);
    }

    @Test
    void expiresAtExactSecond() {
        String token = tokens.issue(USER, 1).value();
        Instant expiry = Instant.parse("2023-01-01T01:00:00Z");

        clock.set(expiry.minusNanos(1));
        assertThat(tokens.validate(token).userId()).isEqualTo(USER);
        clock.set(expiry);
        assertRejected(token);
    }

    @Test
    void rejectsTokenWithAnyChangedCharacter() {
        String token = tokens.issue(USER, 1).value();

        for (int i = 0; i < token.length(); i++) {
            for (char other : List.of('A', 'B', 'E', 'g', 'w', '.', '=', ' ')) {
                if (token.charAt(i) != other) {
                    assertRejected(token.substring(0, i) + other + token.substring(i + 1));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "=", "A", "."})
    void rejectsTokenWithExtraCharacters(String more) {
        String token = tokens.issue(USER, 1).value();

        assertRejected(token + more);
        assertRejected(more + token);
        assertRejected(token.replace(".", "." + more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a.b.c", "e30.e30.", "e30.e30.e30", "nonsense", "\u0000", "💥.💥.💥"})
    void rejectsMalformedToken(String garbage) {
        assertRejected(garbage);
    }

    @Test
    void rejectsUnsignedToken() {
        assertRejected(new PlainJWT(claims(c -> c)).serialize());
        String payload = tokens.issue(USER, 1).value().split("\\.", -1)[1];
        for (String header :
                List.of("{\"alg\":\"none\"}", "{\"alg\":\"None\"}", "{\"alg\":\"NONE\",\"typ\":\"JWT\"}")) {
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
            assertRejected(encoded + "." + payload + ".");
        }
    }

    @Test
    void rejectsOtherAlgorithmWithSameKey() throws JOSEException {
        assertRejected(signed(JWSAlgorithm.HS512, SECRET, claims(c -> c)));
        assertRejected(signed(JWSAlgorithm.HS384, SECRET, claims(c -> c)));
        assertThat(tokens.validate(signed(JWSAlgorithm.HS256, SECRET, claims(c -> c))))
                .as("the control: the same token, signed as it should be")
                .isEqualTo(new Claims(USER, 3));
    }

    @Test
    void rejectsMissingOrInvalidClaims() throws JOSEException {
        assertRejected(signed(claims(c -> c.issuer("rooster"))));
        assertRejected(signed(claims(c -> c.issuer(null))));
        assertRejected(signed(claims(c -> c.subject(null))));
        assertRejected(signed(claims(c -> c.issueTime(null))));
        assertRejected(signed(claims(c -> c.expirationTime(null))));
        assertRejected(signed(claims(c -> c.claim("epoch", null))));
        assertRejected(signed(claims(c -> c.subject("abc"))));
        assertRejected(signed(claims(c -> c.subject("0"))));
        assertRejected(signed(claims(c -> c.subject("-1"))));
        assertRejected(signed(claims(c -> c.claim("epoch", "1"))));
        assertRejected(signed(claims(c -> c.claim("exp", "never"))));
    }

    @Test
    void doesNotRevealTokenOrKey() {
        String token = tokens.issue(USER, 1).value();

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> tokens.validate(token + "x"))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(token));
    }

    @Test
    void rejectsShortSecretAndTtl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JwtAccessTokens(
                        "31 bytes of secret, one too few".getBytes(StandardCharsets.US_ASCII), TTL, clock))
                .withMessageContaining("32 bytes")
                .withMessageNotContaining("secret, one too few");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JwtAccessTokens(SECRET, Duration.ofMillis(999), clock));
    }

    @Test
    void isValidOnOtherNodesWithCopyOfSecret() {
        byte[] secret = SECRET.clone();
        JwtAccessTokens otherNode = new JwtAccessTokens(secret, Duration.ofDays(1), clock);
        secret[0]++;

        assertThat(tokens.validate(otherNode.issue(USER, 7).value())).isEqualTo(new Claims(USER, 7));
        assertThat(otherNode.validate(tokens.issue(USER, 7).value())).isEqualTo(new Claims(USER, 7));
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder good = new JWTClaimsSet.Builder()
                .issuer("roster")
                .subject(USER.toString())
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(TTL)))
                .claim("epoch", 3L);
        return change.apply(good).build();
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(JWSAlgorithm.HS256, SECRET, claims);
    }

    private static String signed(JWSAlgorithm algorithm, byte[] key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        jwt.sign(new MACSigner(key));
        return jwt.serialize();
    }

    private void assertRejected(String token) {
        assertThatExceptionOfType(InvalidAccessTokenException.class).as(token).isThrownBy(() -> tokens.validate(token));
    }
}
