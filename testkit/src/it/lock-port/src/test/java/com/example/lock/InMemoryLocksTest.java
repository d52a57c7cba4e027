package com.example.lock;

import dev.roster.testkit.conformance.Backend;

class InMemoryLocksTest extends LocksContract {
    @Override
    protected Backend<Locks> emptyBackend() {
        return Backend.of(new InMemoryLocks());
    }
}
