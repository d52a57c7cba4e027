package dev.roster.adapters.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Message digests in hexadecimal. */
final class HexDigest {

    private HexDigest() {}

    /**
     * Returns a digest in lower-case hexadecimal digits.
     *
     * @param algorithm {@code SHA-1} or {@code SHA-256}
     */
    static String of(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }
}
