package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.domain.user.Password;

/** Password blocklist that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingPasswordBlocklist implements PasswordBlocklist {

    /** Receives the calls. */
    protected final PasswordBlocklist sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingPasswordBlocklist(PasswordBlocklist sound) {
        this.sound = sound;
    }

    @Override
    public boolean contains(Password password) {
        return sound.contains(password);
    }
}
