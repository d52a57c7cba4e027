package dev.roster.testkit.fake;

import dev.roster.application.port.PasswordHasher;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.PasswordHasherContract;

class FastPasswordHasherTest extends PasswordHasherContract {

    @Override
    protected Backend<PasswordHasher> emptyBackend() {
        return Backend.of(new FastPasswordHasher(2));
    }

    @Override
    protected PasswordHasher olderHasher() {
        return new FastPasswordHasher(1);
    }
}
