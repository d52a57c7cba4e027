package dev.roster.adapters.http.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.roster.adapters.http.jwt.VerifiedTokenCache.VerifiedClaims;
import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.user.UserId;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;

/**
 * Access tokens as JSON Web Tokens (RFC 7519), signed with HMAC-SHA-256 ({@code HS256}). The claims are {@code iss}
 * (always {@code roster}), {@code sub} (the user's id), {@code iat} and {@code exp} (whole seconds), and {@code epoch}
 * (the session epoch). A token without any of these claims is rejected, and so is any other algorithm or type in the
 * token's header, an audience, and a token that is not valid yet. Login hints differ in their issuer,
 * {@code roster-login-hint}. Safe for use by multiple threads.
 */
public final class JwtAccessTokens implements AccessTokens {

    /** Minimum length of the secret in bytes: the length of the digest (RFC 7518, section 3.2). */
    public static final int MIN_SECRET_BYTES = 32;

    private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS256;
    private static final String ISSUER = "roster";
    private static final String HINT_ISSUER = "roster-login-hint";
    private static final String EPOCH = "epoch";
    private static final int CACHE_CAPACITY = 4_096;

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final VerifiedTokenCache verifiedTokens = new VerifiedTokenCache(CACHE_CAPACITY);
    private final Duration ttl;
    private final InstantSource clock;

    /**
     * Creates an issuer and validator of tokens.
     *
     * @param secret the signing key, the same on every node; at least {@value #MIN_SECRET_BYTES} bytes; copied
     * @param ttl how long a token is valid; at least one second
     * @param clock the time at which tokens are issued and checked
     * @throws IllegalArgumentException if the secret or the TTL is too short
     */
    public JwtAccessTokens(byte[] secret, Duration ttl, InstantSource clock) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret must have at least " + MIN_SECRET_BYTES + " bytes, but has " + secret.length);
        }
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("the TTL must be at least one second, but was " + ttl);
        }
        byte[] key = secret.clone();
        try {
            this.signer = new MACSigner(key);
            this.verifier = new MACVerifier(key);
        } catch (JOSEException refused) {
            throw new IllegalArgumentException("the secret is not a valid key for " + ALGORITHM, refused);
        }
        this.ttl = ttl.truncatedTo(ChronoUnit.SECONDS);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public AccessToken issue(UserId userId, long sessionEpoch) {
        return issue(ISSUER, userId, sessionEpoch, ttl);
    }

    @Override
    public AccessToken issueLoginHint(UserId userId, long sessionEpoch) {
        return issue(HINT_ISSUER, userId, sessionEpoch, HINT_TTL);
    }

    private AccessToken issue(String issuer, UserId userId, long sessionEpoch, Duration validity) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(userId.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(validity)))
                .claim(EPOCH, sessionEpoch)
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(ALGORITHM), claims);
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("cannot sign a token with a key that the constructor accepted", impossible);
        }
        return new AccessToken(token.serialize(), validity);
    }

    @Override
    public Claims validate(String token) {
        ByteBuffer key = VerifiedTokenCache.key(token);
        Optional<VerifiedClaims> known = verifiedTokens.find(key);
        VerifiedClaims verified = known.orElseGet(() -> verify(token, ISSUER));
        if (!clock.instant().isBefore(verified.expiry())) {
            throw new InvalidAccessTokenException("the token has expired");
        }
        if (known.isEmpty()) {
            verifiedTokens.add(key, verified);
        }
        return verified.claims();
    }

    @Override
    public Claims validateLoginHint(String hint) {
        VerifiedClaims verified = verify(hint, HINT_ISSUER);
        if (!clock.instant().isBefore(verified.expiry())) {
            throw new InvalidAccessTokenException("the hint has expired");
        }
        return verified.claims();
    }

    private VerifiedClaims verify(String token, String issuer) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!hasValidSignature(jwt, token) || !isGeneralPurpose(jwt)) {
                throw new InvalidAccessTokenException("the token was not issued here");
            }
            return readClaims(jwt.getJWTClaimsSet(), issuer);
        } catch (ParseException | JOSEException | IllegalArgumentException noToken) {
            throw new InvalidAccessTokenException("the token is malformed");
        }
    }

    private boolean hasValidSignature(SignedJWT jwt, String token) throws JOSEException {
        // Base64 decoders ignore unused bits of the last character and characters outside the alphabet. Only the exact
        // text that was issued is valid; otherwise a changed token could stay valid.
        String canonical = jwt.getParsedParts()[0] + "." + jwt.getParsedParts()[1] + "."
                + Base64URL.encode(jwt.getSignature().decode());
        return token.equals(canonical) && ALGORITHM.equals(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
    }

    /** Tokens of another type are for another purpose, even with the same key (RFC 8725, section 3.11). */
    private static boolean isGeneralPurpose(SignedJWT jwt) {
        JOSEObjectType type = jwt.getHeader().getType();
        return type == null || type.equals(JOSEObjectType.JWT);
    }

    private VerifiedClaims readClaims(JWTClaimsSet claims, String issuer) throws ParseException {
        boolean forOthers = !claims.getAudience().isEmpty();
        if (!issuer.equals(claims.getIssuer()) || claims.getIssueTime() == null || forOthers) {
            throw new InvalidAccessTokenException("the token was not issued here");
        }
        Date start = claims.getNotBeforeTime();
        if (start != null && clock.instant().isBefore(start.toInstant())) {
            throw new InvalidAccessTokenException("the token is not valid yet");
        }
        Date expiry = claims.getExpirationTime();
        Long epoch = claims.getLongClaim(EPOCH);
        Optional<UserId> userId = Optional.ofNullable(claims.getSubject()).flatMap(UserId::parse);
        if (expiry == null || epoch == null || userId.isEmpty()) {
            throw new InvalidAccessTokenException("the token lacks a required claim");
        }
        return new VerifiedClaims(new Claims(userId.get(), epoch), expiry.toInstant());
    }
}
