package dev.roster.bootstrap.throttle;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;

/** Throttle that counts accounts only, for load tests in which one client plays many. */
public final class ThrottleWithoutClients implements LoginThrottle {

    private final LoginThrottle throttle;

    /** Creates a throttle that counts accounts in the given one. */
    public ThrottleWithoutClients(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        return throttle.admit(account, freeFailures, ClientAddress.UNKNOWN);
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return new Admitted();
    }

    @Override
    public void release(String account) {
        throttle.release(account);
    }

    @Override
    public void clear(String account) {
        throttle.clear(account);
    }
}
