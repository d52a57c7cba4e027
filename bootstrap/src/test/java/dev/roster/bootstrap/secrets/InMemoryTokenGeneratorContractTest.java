package dev.roster.bootstrap.secrets;

import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.TokenGeneratorContract;
import dev.roster.testkit.fake.InMemoryTokenGenerator;

/** The token generator contract on the in-memory fake. */
class InMemoryTokenGeneratorContractTest extends TokenGeneratorContract {

    @Override
    protected Backend<TokenGenerator> emptyBackend() {
        return Backend.of(InMemoryTokenGenerator::new, () -> {});
    }
}
