package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/** Repository of credentials that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingCredentialsRepository implements CredentialsRepository {

    /** Receives the calls. */
    protected final CredentialsRepository sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingCredentialsRepository(CredentialsRepository sound) {
        this.sound = sound;
    }

    @Override
    public Optional<Credentials> findByUserId(UserId userId) {
        return sound.findByUserId(userId);
    }

    @Override
    public Set<UserId> findClaimed(Set<UserId> userIds) {
        return sound.findClaimed(userIds);
    }

    @Override
    public Credentials setPassword(UserId userId, PasswordHash passwordHash) {
        return sound.setPassword(userId, passwordHash);
    }

    @Override
    public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
        return sound.renewHash(userId, expected, renewed);
    }

    @Override
    public boolean endSessions(UserId userId) {
        return sound.endSessions(userId);
    }
}
