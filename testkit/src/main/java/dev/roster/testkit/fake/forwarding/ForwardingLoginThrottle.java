package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;

/** Login throttle that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingLoginThrottle implements LoginThrottle {

    /** Receives the calls. */
    protected final LoginThrottle sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingLoginThrottle(LoginThrottle sound) {
        this.sound = sound;
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        return sound.admit(account, freeFailures, from);
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return sound.admitRequest(kind, perMinute, from);
    }

    @Override
    public void release(String account) {
        sound.release(account);
    }

    @Override
    public void clear(String account) {
        sound.clear(account);
    }
}
