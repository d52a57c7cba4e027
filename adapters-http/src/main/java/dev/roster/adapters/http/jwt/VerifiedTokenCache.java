package dev.roster.adapters.http.jwt;

import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.application.port.security.HashFunction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cache of recently verified tokens. It avoids verifying a signature on each request, which took more than a fifth of
 * the time to store a post. Keys are hashes, so no token stays in memory, and lookup times reveal nothing about cached
 * tokens. Only valid tokens are added, so invalid ones cannot evict them.
 *
 * <p>The cache has two generations. When the young generation is full, it replaces the old one. A token found in the
 * old generation moves to the young one. The cache therefore holds at most twice {@code capacity} tokens of about 250
 * bytes each, and tokens in use stay. Safe for use by multiple threads.
 */
final class VerifiedTokenCache {

    private final int capacity;
    private volatile Map<ByteBuffer, VerifiedClaims> youngGeneration = new ConcurrentHashMap<>();
    private volatile Map<ByteBuffer, VerifiedClaims> oldGeneration = Map.of();

    /** Creates an empty cache. The capacity is the number of tokens in one generation. */
    VerifiedTokenCache(int capacity) {
        this.capacity = capacity;
    }

    /** The content of a token with a valid signature. From its expiry on the token is no longer valid. */
    record VerifiedClaims(Claims claims, Instant expiry) {}

    /** Returns the cache key of a token. */
    static ByteBuffer key(String token) {
        return ByteBuffer.wrap(HashFunction.SHA_256.digest(token.getBytes(StandardCharsets.UTF_8)));
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
