package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.PasswordHasherContract;
import dev.roster.testkit.fake.FastPasswordHasher;

/** The fake, beside the real one: what tests rely on instead of Argon2id keeps the same promises. */
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
