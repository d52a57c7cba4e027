package dev.roster.bootstrap.metrics;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Throttle that counts rejections by what was rejected. */
final class MeteredLoginThrottle implements LoginThrottle {

    private static final String LOGIN = "login";
    private static final String MAIL = "mail";
    private static final String NOTICE = "notice";

    private final LoginThrottle throttle;
    private final MeterRegistry registry;
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();

    MeteredLoginThrottle(LoginThrottle throttle, MeterRegistry registry) {
        this.throttle = throttle;
        this.registry = registry;
        // A counter that appears with its first event hides that event from rates.
        Stream.of(LOGIN, MAIL, NOTICE).forEach(this::rejected);
    }

    private Counter rejected(String kind) {
        return rejected.computeIfAbsent(
                kind,
                absent -> Counter.builder("roster.throttled")
                        .description("Attempts that were rejected or dropped, because there were too many")
                        .tag("kind", kind)
                        .register(registry));
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        Decision decision = throttle.admit(account, freeFailures, from);
        return decision instanceof Rejected ? counted(kind(account), decision) : decision;
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        Decision decision = throttle.admitRequest(kind, perMinute, from);
        return decision instanceof Rejected ? counted(kind, decision) : decision;
    }

    @Override
    public void release(String account) {
        throttle.release(account);
    }

    @Override
    public void clear(String account) {
        throttle.clear(account);
    }

    private Decision counted(String kind, Decision rejection) {
        rejected(kind).increment();
        return rejection;
    }

    /** Returns what an account is counted for. Mails have accounts of their own, all others are of logins. */
    private static String kind(String account) {
        return Stream.of(MAIL, NOTICE)
                .filter(kind -> account.startsWith(kind + ":"))
                .findFirst()
                .orElse(LOGIN);
    }
}
