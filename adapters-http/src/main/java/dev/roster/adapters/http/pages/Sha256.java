package dev.roster.adapters.http.pages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A hash of bytes (SHA-256), as text. */
final class Sha256 {

    private Sha256() {}

    /** In Base64, as a Content-Security-Policy has it. */
    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(of(bytes));
    }

    /** In letters, digits, {@code -} and {@code _}, for paths and entity tags. */
    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(of(bytes));
    }

    private static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
