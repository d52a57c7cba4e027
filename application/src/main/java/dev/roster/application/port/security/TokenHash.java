package dev.roster.application.port.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What is stored of a {@link OneTimeSecret}: its SHA-256, so that whoever reads the database can use none of the
 * tokens. A slow hash would add nothing, for the secret is random and as long as the digest.
 *
 * @param hex 64 hexadecimal digits
 */
public record TokenHash(String hex) {

    /** Takes any text, as a repository reads it back. */
    public TokenHash {
        Objects.requireNonNull(hex, "hex");
    }

    /** The hash of a secret. */
    public static TokenHash of(OneTimeSecret secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(secret.value().getBytes(StandardCharsets.UTF_8));
            return new TokenHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
