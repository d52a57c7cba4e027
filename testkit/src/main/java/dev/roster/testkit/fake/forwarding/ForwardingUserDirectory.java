package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.util.Optional;

/** User directory that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingUserDirectory implements UserDirectory {

    /** Receives the calls. */
    protected final UserDirectory sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingUserDirectory(UserDirectory sound) {
        this.sound = sound;
    }

    @Override
    public Optional<DirectoryUser> findById(UserId id) {
        return sound.findById(id);
    }

    @Override
    public Page<DirectoryUser> findAll(PageRequest request) {
        return sound.findAll(request);
    }

    @Override
    public DirectoryUser create(EmailAddress email, String name) {
        return sound.create(email, name);
    }

    @Override
    public DirectoryUser update(UserId id, UserUpdate change) {
        return sound.update(id, change);
    }

    @Override
    public boolean delete(UserId id) {
        return sound.delete(id);
    }
}
