package dev.roster.application.port.security;

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
}
