package dev.roster.testkit.fake;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import java.util.function.BooleanSupplier;

/** One of several nodes that share a throttle. While the shared one is away, the node counts by itself. */
public final class LoginThrottleNode implements LoginThrottle {

    private final LoginThrottle shared;
    private final LoginThrottle own;
    private final BooleanSupplier away;

    /**
     * Creates a node.
     *
     * @param shared the throttle that all nodes share
     * @param own the throttle of this node alone
     * @param away whether the shared throttle is unreachable
     */
    public LoginThrottleNode(LoginThrottle shared, LoginThrottle own, BooleanSupplier away) {
        this.shared = shared;
        this.own = own;
        this.away = away;
    }

    private LoginThrottle reachable() {
        return away.getAsBoolean() ? own : shared;
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        return reachable().admit(account, freeFailures, from);
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return reachable().admitRequest(kind, perMinute, from);
    }

    @Override
    public void release(String account) {
        reachable().release(account);
    }

    @Override
    public void clear(String account) {
        own.clear(account);
        reachable().clear(account);
    }
}
