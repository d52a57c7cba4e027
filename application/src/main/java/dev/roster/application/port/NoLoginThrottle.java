package dev.roster.application.port;

/** Admits everybody. */
enum NoLoginThrottle implements LoginThrottle {
    INSTANCE;

    @Override
    public Verdict admit(String account, ClientAddress from) {
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
