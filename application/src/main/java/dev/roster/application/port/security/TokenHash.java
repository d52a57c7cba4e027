package dev.roster.application.port.security;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * SHA-256 hash of a {@link OneTimeSecret}. Only the hash is stored, so that read access to the database does not give
 * usable tokens. A slow hash would add nothing: the secret is random and as long as the digest.
 *
 * @param hex 64 hexadecimal digits
 */
public record TokenHash(String hex) {

    /** Accepts any text, so that a repository can restore a stored hash. */
    public TokenHash {
        Objects.requireNonNull(hex, "hex");
    }

    /** Returns the hash of a secret. */
    public static TokenHash of(OneTimeSecret secret) {
        return new TokenHash(HashFunction.SHA_256.hex(secret.value().getBytes(StandardCharsets.UTF_8)));
    }
}
