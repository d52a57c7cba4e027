package dev.roster.adapters.http.pages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Calculates SHA-256 hashes as text. */
final class Sha256 {

    private Sha256() {}

    /** Returns the hash in Base64, as used in a Content-Security-Policy. */
    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(of(bytes));
    }

    /** Returns the hash in URL-safe Base64 without padding, as used in paths and entity tags. */
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
