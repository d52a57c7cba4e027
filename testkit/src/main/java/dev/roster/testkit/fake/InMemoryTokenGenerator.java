package dev.roster.testkit.fake;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import java.util.UUID;

/** Generator of long, unique secrets for tests; not for production. */
public final class InMemoryTokenGenerator implements TokenGenerator {

    @Override
    public OneTimeSecret generate() {
        String random = UUID.randomUUID().toString() + UUID.randomUUID();
        return new OneTimeSecret(random.replace("-", ""));
    }
}
