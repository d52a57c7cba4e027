package com.example.adapter;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.storage.UserRepositoryContract;
import java.util.Optional;

class CaseSensitiveUserRepositoryTest extends UserRepositoryContract {
    @Override
    protected Backend<UserRepository> emptyBackend() {
        return Backend.of(new ListUserRepository() {
            @Override
            public synchronized Optional<User> findByEmail(EmailAddress email) {
                return super.findByEmail(email).filter(user -> user.email().equals(email));
            }
        });
    }
}
