package dev.roster.application.port.security;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hash functions that every Java platform has. They are fast, so they do not protect passwords. */
public enum HashFunction {
    /** For protocols that prescribe it. It does not resist collisions. */
    SHA_1("SHA-1"),
    /** For everything else. */
    SHA_256("SHA-256");

    private final String algorithm;

    HashFunction(String algorithm) {
        this.algorithm = algorithm;
    }

    /** Returns the hash. */
    public byte[] digest(byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm).digest(input);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    /** Returns the hash in lower-case hexadecimal digits. */
    public String hex(byte[] input) {
        return HexFormat.of().formatHex(digest(input));
    }

    /** Returns the hash of a text, {@linkplain #encode encoded}, in lower-case hexadecimal digits. */
    public String hex(String text) {
        return hex(encode(text));
    }

    /**
     * Encodes a text in UTF-8. Text with lone surrogates has no such encoding; it is encoded to bytes that no other
     * text has. The platform's encoder would replace each lone surrogate with "?", so that two texts had the same
     * bytes.
     */
    public static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException illFormed) {
            ByteBuffer units = ByteBuffer.allocate(1 + 2 * text.length()).put((byte) 0xFF);
            text.chars().forEach(unit -> units.putChar((char) unit));
            return units.array();
        }
    }
}
