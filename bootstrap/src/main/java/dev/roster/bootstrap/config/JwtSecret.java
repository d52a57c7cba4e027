package dev.roster.bootstrap.config;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Secret that signs access tokens, at least 32 bytes (RFC 7518, section 3.2). {@link #toString()} does not show it. */
public final class JwtSecret {

    /** Minimum length for HS256, in bytes. */
    static final int MIN_BYTES = 32;

    private final String text;

    private JwtSecret(String text) {
        this.text = text;
    }

    /**
     * Returns the secret whose bytes are {@code text} in UTF-8.
     *
     * @throws IllegalArgumentException if it is shorter than 32 bytes
     */
    static JwtSecret of(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
            throw new IllegalArgumentException("must be at least " + MIN_BYTES + " bytes");
        }
        return new JwtSecret(text);
    }

    /** Returns a new secret of 256 random bits, encoded in base64. */
    public static JwtSecret random() {
        byte[] bytes = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new JwtSecret(Base64.getEncoder().encodeToString(bytes));
    }

    String text() {
        return text;
    }

    /** Returns the bytes of the secret. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "JwtSecret[hidden]";
    }
}
