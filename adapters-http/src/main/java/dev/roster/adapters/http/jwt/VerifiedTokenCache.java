package dev.roster.adapters.http.jwt;

import dev.roster.application.port.security.AccessTokens.Claims;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The valid tokens that were checked lately, so that the signature of a token is not verified with each request: that took
 * more than a fifth of a stored post. Keys are hashes, so no token is kept in memory, and the time of a look-up reveals nothing
 * about the tokens kept. Only valid tokens are added: invalid ones cannot displace them.
 *
 * <p>Tokens are kept in two generations. When the young one is full, the old one is dropped, the young one becomes the old
 * one, and a token found there returns to the young one. So there are never more than twice {@code capacity} tokens, at about
 * 250 bytes each, and those in use stay. Safe for use by many threads.
 */
final class VerifiedTokenCache {

    private final int capacity;
    private volatile Map<ByteBuffer, VerifiedClaims> youngGeneration = new ConcurrentHashMap<>();
    private volatile Map<ByteBuffer, VerifiedClaims> oldGeneration = Map.of();

    /**
     * @param capacity the number of tokens in one generation
     */
    VerifiedTokenCache(int capacity) {
        this.capacity = capacity;
    }

    /**
     * What a token with a valid signature says.
     *
     * @param expiry the first instant at which the token is no longer valid
     */
    record VerifiedClaims(Claims claims, Instant expiry) {}

    /** The key of a token. */
    static ByteBuffer key(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    Optional<VerifiedClaims> find(ByteBuffer key) {
        VerifiedClaims found = youngGeneration.get(key);
        if (found != null) {
            return Optional.of(found);
        }
        Optional<VerifiedClaims> older = Optional.ofNullable(oldGeneration.get(key));
        older.ifPresent(verified -> add(key, verified));
        return older;
    }

    synchronized void add(ByteBuffer key, VerifiedClaims verified) {
        if (youngGeneration.size() >= capacity) {
            oldGeneration = youngGeneration;
            youngGeneration = new ConcurrentHashMap<>();
        }
        youngGeneration.put(key, verified);
    }
}
