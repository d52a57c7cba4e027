package dev.roster.application.port.security;

/** Login throttle that admits every attempt. */
enum NoOpLoginThrottle implements LoginThrottle {
    INSTANCE;

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        return new Admitted();
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return new Admitted();
    }

    @Override
    public void release(String account) {
        // nothing was counted
    }

    @Override
    public void clear(String account) {
        // nothing was counted
    }
}
