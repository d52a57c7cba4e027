package dev.roster.testkit.contract;

import dev.roster.application.port.UserRepository;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.NewUser;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import java.util.Optional;

/** Does what another repository does, but for the fault that a subclass plants. */
class ForwardingUserRepository implements UserRepository {

    final UserRepository sound;

    ForwardingUserRepository(UserRepository sound) {
        this.sound = sound;
    }

    @Override
    public User create(NewUser user) {
        return sound.create(user);
    }

    @Override
    public Optional<User> findById(UserId id) {
        return sound.findById(id);
    }

    @Override
    public Optional<User> findByEmail(EmailAddress email) {
        return sound.findByEmail(email);
    }

    @Override
    public Page<User> findAll(PageRequest request) {
        return sound.findAll(request);
    }

    @Override
    public User update(User user) {
        return sound.update(user);
    }

    @Override
    public boolean delete(UserId id) {
        return sound.delete(id);
    }

    @Override
    public boolean delete(UserId id, long version) {
        return sound.delete(id, version);
    }
}
