package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;

/** Password hasher that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingPasswordHasher implements PasswordHasher {

    /** Receives the calls. */
    protected final PasswordHasher sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingPasswordHasher(PasswordHasher sound) {
        this.sound = sound;
    }

    @Override
    public PasswordHash hash(String password) {
        return sound.hash(password);
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        return sound.verify(password, hash);
    }

    @Override
    public boolean needsRenewal(PasswordHash hash) {
        return sound.needsRenewal(hash);
    }

    @Override
    public PasswordHash decoy() {
        return sound.decoy();
    }
}
