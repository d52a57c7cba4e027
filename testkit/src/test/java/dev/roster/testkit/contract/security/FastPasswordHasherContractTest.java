package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.FastPasswordHasher;

class FastPasswordHasherContractTest extends PasswordHasherContract {

    @Override
    protected Backend<PasswordHasher> emptyBackend() {
        return Backend.of(new FastPasswordHasher(2));
    }

    @Override
    protected PasswordHasher olderHasher() {
        return new FastPasswordHasher(1);
    }
}
