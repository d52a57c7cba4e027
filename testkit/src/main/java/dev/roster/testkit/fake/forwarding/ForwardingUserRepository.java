package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/** Repository of users that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingUserRepository implements UserRepository {

    /** Receives the calls. */
    protected final UserRepository sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingUserRepository(UserRepository sound) {
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
    public Optional<User> lock(UserId id) {
        return sound.lock(id);
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
