package dev.roster.bootstrap.secrets;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import java.security.SecureRandom;
import java.util.Base64;

/** Generator of 256-bit random tokens, as 43 characters of URL-safe base64 (RFC 4648, section 5). Thread-safe. */
public final class SecureTokenGenerator implements TokenGenerator {

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Override
    public OneTimeSecret generate() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new OneTimeSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
