package dev.roster.bootstrap.config;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** What access tokens are signed with: at least 32 bytes (RFC 7518, section 3.2). Never shows in {@link #toString()}. */
public final class JwtSecret {

    /** The fewest bytes that HS256 takes. */
    static final int MIN_BYTES = 32;

    private final String text;

    private JwtSecret(String text) {
        this.text = text;
    }

    /**
     * The bytes of {@code text} in UTF-8.
     *
     * @throws IllegalArgumentException if they are fewer than 32
     */
    static JwtSecret of(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
            throw new IllegalArgumentException("shorter than " + MIN_BYTES + " bytes");
        }
        return new JwtSecret(text);
    }

    /** A new one of 256 random bits, written in base64. */
    public static JwtSecret random() {
        byte[] bytes = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new JwtSecret(Base64.getEncoder().encodeToString(bytes));
    }

    String text() {
        return text;
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "JwtSecret[hidden]";
    }
}
