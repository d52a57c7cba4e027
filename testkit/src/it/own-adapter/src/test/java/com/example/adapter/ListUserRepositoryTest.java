package com.example.adapter;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.storage.UserRepositoryContract;

class ListUserRepositoryTest extends UserRepositoryContract {
    @Override
    protected Backend<UserRepository> emptyBackend() {
        return Backend.of(new ListUserRepository());
    }
}
