package dev.roster.testkit.fake;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import java.util.UUID;

/** Secrets that are long and never alike, but not meant to keep anybody out. */
public final class InMemoryTokenGenerator implements TokenGenerator {

    /** A new generator. */
    public InMemoryTokenGenerator() {}

    @Override
    public OneTimeSecret generate() {
        String random = UUID.randomUUID().toString() + UUID.randomUUID();
        return new OneTimeSecret(random.replace("-", ""));
    }
}
