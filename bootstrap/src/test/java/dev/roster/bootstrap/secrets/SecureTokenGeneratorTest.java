package dev.roster.bootstrap.secrets;

import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.TokenGeneratorContract;

class SecureTokenGeneratorTest extends TokenGeneratorContract {

    @Override
    protected Backend<TokenGenerator> emptyBackend() {
        return Backend.of(SecureTokenGenerator::new, () -> {});
    }
}
