package dev.roster.testkit.fake;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import java.security.SecureRandom;
import java.util.Base64;

/** Generator of secrets for tests: 256 random bits in 43 characters. Safe for use by multiple threads. */
public final class InMemoryTokenGenerator implements TokenGenerator {

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Override
    public OneTimeSecret generate() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new OneTimeSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
