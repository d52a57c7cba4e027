package dev.roster.testkit.contract.service;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import java.util.ArrayList;
import java.util.List;

/** Throttle that records the accounts of all attempts. */
final class RecordingThrottle implements LoginThrottle {

    private final LoginThrottle throttle;
    private final List<String> accounts = new ArrayList<>();

    RecordingThrottle(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    /** Returns the accounts of all attempts so far. */
    List<String> accounts() {
        return List.copyOf(accounts);
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        accounts.add(account);
        return throttle.admit(account, freeFailures, from);
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        return throttle.admitRequest(kind, perMinute, from);
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
