package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.InMemoryTokenGenerator;

class InMemoryTokenGeneratorContractTest extends TokenGeneratorContract {

    @Override
    protected Backend<TokenGenerator> emptyBackend() {
        return Backend.of(InMemoryTokenGenerator::new, () -> {});
    }
}
