package dev.roster.testkit.fake;

import dev.roster.application.port.TokenGenerator;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.TokenGeneratorContract;

class InMemoryTokenGeneratorTest extends TokenGeneratorContract {

    @Override
    protected Backend<TokenGenerator> emptyBackend() {
        return Backend.of(InMemoryTokenGenerator::new, () -> {});
    }
}
