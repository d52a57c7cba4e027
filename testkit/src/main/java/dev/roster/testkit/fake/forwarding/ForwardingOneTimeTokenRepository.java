package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/** Repository of one-time tokens that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingOneTimeTokenRepository implements OneTimeTokenRepository {

    /** Receives the calls. */
    protected final OneTimeTokenRepository sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingOneTimeTokenRepository(OneTimeTokenRepository sound) {
        this.sound = sound;
    }

    @Override
    public void store(OneTimeToken token) {
        sound.store(token);
    }

    @Override
    public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        return sound.find(hash, purpose, now);
    }

    @Override
    public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
        return sound.consume(hash, purpose, now);
    }

    @Override
    public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
        sound.revoke(userId, purpose, now);
    }

    @Override
    public long deleteExpiredBefore(Instant time) {
        return sound.deleteExpiredBefore(time);
    }
}
