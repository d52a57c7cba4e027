package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.PasswordHasherContract;
import dev.roster.testkit.fake.FastPasswordHasher;

/** The password hasher contract on the fake that tests use instead of Argon2id. */
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
