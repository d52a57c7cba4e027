package com.example.adapter;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.storage.UserRepositoryContract;

class DeviatingUserRepositoryTest extends UserRepositoryContract {
    @Override
    protected Backend<UserRepository> emptyBackend() {
        return Backend.of(new ListUserRepository() {
            @Override
            public boolean delete(UserId id) {
                super.delete(id);
                return true;
            }
        });
    }
}
