package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.PasswordHasherContract;

class Argon2ContractTest extends PasswordHasherContract {

    @Override
    protected Backend<PasswordHasher> emptyBackend() {
        return Backend.of(() -> new Argon2PasswordHasher(new Argon2Cost(1024, 2, 1), 2, 64), () -> {});
    }

    @Override
    protected PasswordHasher olderHasher() {
        return new Argon2PasswordHasher(new Argon2Cost(32, 1, 2), 1, 64);
    }
}
