package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHash;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash of version 1.3 with the parameters to compute it again. Its text form is the PHC string
 * {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>}, in base64 (RFC 4648, section 4) without padding.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, used only in this package
record Argon2Hash(Argon2Cost cost, byte[] salt, byte[] tag) {

    private static final Pattern PHC_FORMAT = Pattern.compile("\\$argon2id\\$v=19"
            + "\\$m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,8}),p=([1-9][0-9]{0,8})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /**
     * Parses a hash. Salt and tag may have at most 64 bytes each, and the cost must be within the bounds of
     * {@link Argon2Cost}.
     *
     * @throws IllegalArgumentException if the hash is invalid; the message does not show it
     */
    static Argon2Hash parse(PasswordHash hash) {
        Matcher phc = PHC_FORMAT.matcher(hash.encoded());
        if (!phc.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash of version 19 in PHC format");
        }
        Argon2Cost cost = new Argon2Cost(
                Integer.parseInt(phc.group(1)), Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)));
        return new Argon2Hash(cost, decode(phc.group(4)), decode(phc.group(5)));
    }

    PasswordHash toPasswordHash() {
        return new PasswordHash("$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes()
                + "$" + encode(salt) + "$" + encode(tag));
    }

    @Override
    public String toString() {
        return "Argon2Hash[" + cost + "]";
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            // No cause: the decoder's message may show parts of the hash.
            throw new IllegalArgumentException("not an Argon2id hash: bad base64");
        }
    }
}
