package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingLoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of login throttles in what they store, and for how long. */
public enum ThrottleCountFaults implements PlantedFault {
    @Fault("Removes half of the failures of an account when one attempt is released.")
    RELEASE_HALVES_FAILURES("throttle.release-undoes-attempt"),
    @Fault("Ends the pause but keeps the failure when an attempt is released after seven failures or more.")
    RELEASE_ONLY_ENDS_PAUSE("throttle.release-undoes-attempt"),
    @Fault("Keeps the failures of an account that is cleared after more than 20.")
    MANY_FAILURES_NOT_CLEARED("throttle.clear-resets-failures"),
    @Fault("Keeps the failures of an account that is cleared an hour or more after its last attempt.")
    OLD_FAILURES_NOT_CLEARED("throttle.clear-resets-failures"),
    @Fault("Counts failures from zero again after 50.")
    COUNT_RESTARTS("throttle.pauses-double"),
    @Fault("Pauses after five failures if the caller allows more.")
    FREE_FAILURES_CAPPED("throttle.free-failures-of-caller"),
    @Fault("Admits ten requests a minute if the caller allows more.")
    REQUEST_LIMIT_CAPPED("throttle.requests-limited"),
    @Fault("Limits a client in its first minute only.")
    LATER_MINUTES_UNLIMITED("throttle.clients-limited", "throttle.requests-limited"),
    @Fault("Prolongs the minute of a client's logins when the clock is set back.")
    SET_BACK_PROLONGS_LOGINS("throttle.clock-set-back"),
    @Fault("Prolongs the minute of a client when the clock is set back by less than a minute.")
    SHORT_SET_BACK_PROLONGS("throttle.clock-set-back"),
    @Fault("Removes all accounts without an attempt for 15 minutes when another account is used.")
    IDLE_ACCOUNTS_PURGED("throttle.accounts-independent"),
    @Fault("Removes all accounts whose pause has ended when another account is used.")
    UNPAUSED_ACCOUNTS_PURGED("throttle.accounts-independent"),
    @Fault("Keeps the 30 accounts that were used last.")
    ACCOUNTS_LIMITED_TO_30("throttle.accounts-independent"),
    @Fault("Keeps the 1,000 accounts that were used last.")
    ACCOUNTS_LIMITED_TO_1000("throttle.accounts-independent"),
    @Fault("Keeps the 20 clients that were used last.")
    CLIENTS_LIMITED_TO_20("throttle.clients-limited", "throttle.requests-limited"),
    @Fault(value = "Writes the counts of all accounts back after it changed one, without a common lock.", raced = true)
    UPDATES_OF_OTHERS_LOST("throttle.accounts-independent"),
    @Fault("Removes all failures of an account a day after the first one.")
    EXPIRED_FROM_FIRST_FAILURE("throttle.failures-expire"),
    @Fault("Joins the kind of a request and the network of its client without a separator.")
    KIND_AND_NETWORK_JOINED("throttle.counters-separate"),
    @Fault("Counts requests together whose kinds differ in case only.")
    CASE_OF_KIND_IGNORED("throttle.counters-separate"),
    @Fault("Counts IPv6 networks together that differ in the place of their colons only.")
    COLONS_IGNORED("throttle.clients-counted-by-network"),
    @Fault("Truncates the remaining wait to milliseconds, so that it is zero in the last one.")
    WAIT_TRUNCATED_TO_MILLIS("throttle.free-failures", "throttle.clients-limited", "throttle.requests-limited");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    ThrottleCountFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a throttle with the fault; a correct one counts for it where it has no fault. */
    public LoginThrottle plantedIn(LoginThrottle sound, InstantSource clock) {
        return this == UPDATES_OF_OTHERS_LOST ? new Losing(sound, clock) : new Faulty(clock);
    }

    /** Throttle that stores one map of all accounts, and locks only the account that it changes. */
    private static final class Losing extends ForwardingLoginThrottle {

        private final InstantSource clock;
        private final Map<String, Object> locks = new ConcurrentHashMap<>();
        private volatile Map<String, Failures> accounts = Map.of();

        Losing(LoginThrottle sound, InstantSource clock) {
            super(sound);
            this.clock = clock;
        }

        @Override
        public Decision admit(String account, int freeFailures, ClientAddress from) {
            if (from.isKnown() || freeFailures != 1) {
                return sound.admit(account, freeFailures, from);
            }
            synchronized (locks.computeIfAbsent(account, key -> new Object())) {
                Map<String, Failures> changed = new HashMap<>(accounts);
                Failures failures = changed.getOrDefault(account, Failures.NONE);
                if (clock.instant().isBefore(failures.pausedUntil())) {
                    return new Rejected(Duration.between(clock.instant(), failures.pausedUntil()), true);
                }
                changed.put(account, failures.afterAdmission(clock.instant(), freeFailures));
                LockSupport.parkNanos(1);
                accounts = changed;
                return new Admitted();
            }
        }
    }

    /** Throttle that stores all counts itself. */
    private final class Faulty implements LoginThrottle {

        private final InstantSource clock;
        private final Map<String, Failures> accounts = new LinkedHashMap<>(16, 0.75f, true);
        private final Map<String, Instant> firstAt = new HashMap<>();
        private final Map<String, MinuteWindow> clients = new LinkedHashMap<>(16, 0.75f, true);
        private final Map<String, Integer> minutes = new HashMap<>();

        Faulty(InstantSource clock) {
            this.clock = clock;
        }

        private boolean is(ThrottleCountFaults fault) {
            return ThrottleCountFaults.this == fault;
        }

        @Override
        public synchronized Decision admit(String account, int freeFailures, ClientAddress from) {
            Instant now = clock.instant();
            Decision decision = count("login", ATTEMPTS_PER_MINUTE, from, now);
            if (decision instanceof Rejected) {
                return decision;
            }
            purgeOthers(account, now);
            Failures counted = accounts.getOrDefault(account, Failures.NONE);
            Failures failures = expired(account, counted, now) ? Failures.NONE : counted.startedBy(now);
            if (now.isBefore(failures.pausedUntil())) {
                accounts.put(account, failures.afterRejection());
                return rejected(now, failures.pausedUntil(), !failures.rejectionReported());
            }
            if (failures.failures() == 0) {
                firstAt.put(account, now);
            }
            int free = is(FREE_FAILURES_CAPPED) ? Math.min(freeFailures, FAILURES_BEFORE_PAUSE) : freeFailures;
            Failures after = failures.afterAdmission(now, free);
            accounts.put(account, is(COUNT_RESTARTS) && after.failures() > 50 ? Failures.NONE : after);
            return new Admitted();
        }

        private boolean expired(String account, Failures counted, Instant now) {
            Instant first = is(EXPIRED_FROM_FIRST_FAILURE) ? firstAt.getOrDefault(account, now) : now;
            return counted.isExpiredAt(now) || now.isAfter(first.plus(FAILURE_RETENTION));
        }

        private void purgeOthers(String account, Instant now) {
            if (is(IDLE_ACCOUNTS_PURGED)) {
                accounts.entrySet()
                        .removeIf(each -> !each.getKey().equals(account)
                                && each.getValue().lastAttemptAt().isBefore(now.minus(MAX_PAUSE)));
            } else if (is(UNPAUSED_ACCOUNTS_PURGED)) {
                accounts.entrySet()
                        .removeIf(each -> !each.getKey().equals(account)
                                && each.getValue().failures() >= FAILURES_BEFORE_PAUSE
                                && !now.isBefore(each.getValue().pausedUntil()));
            } else if (is(ACCOUNTS_LIMITED_TO_30) || is(ACCOUNTS_LIMITED_TO_1000)) {
                removeEldest(accounts, is(ACCOUNTS_LIMITED_TO_30) ? 30 : 1_000);
            }
        }

        private void removeEldest(Map<String, ?> entries, int limit) {
            if (entries.size() > limit) {
                entries.remove(entries.keySet().iterator().next());
            }
        }

        @Override
        public synchronized Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            int limit = is(REQUEST_LIMIT_CAPPED) ? Math.min(perMinute, 10) : perMinute;
            return count("request " + kind, limit, from, clock.instant());
        }

        private Decision count(String purpose, int limit, ClientAddress from, Instant now) {
            if (!from.isKnown()) {
                return new Admitted();
            }
            String key = switch (ThrottleCountFaults.this) {
                case KIND_AND_NETWORK_JOINED -> purpose + from.network();
                case CASE_OF_KIND_IGNORED -> purpose.toLowerCase(Locale.ROOT) + " " + from.network();
                case COLONS_IGNORED -> purpose + " " + from.network().replace(":", "");
                default -> purpose + " " + from.network();
            };
            MinuteWindow before = clients.getOrDefault(key, new MinuteWindow(0, now));
            MinuteWindow minute = before.afterAttempt(now);
            if (prolongs(purpose, before, minute)) {
                minute = new MinuteWindow(minute.attempts(), before.endsAt());
            }
            if (minute.attempts() == 1) {
                minutes.merge(key, 1, Integer::sum);
            }
            clients.put(key, minute);
            if (is(CLIENTS_LIMITED_TO_20)) {
                removeEldest(clients, 20);
            }
            if (is(LATER_MINUTES_UNLIMITED) && minutes.get(key) > 1) {
                return new Admitted();
            }
            return minute.decide(limit, now) instanceof Rejected rejected
                    ? rejected(now, minute.endsAt(), rejected.first())
                    : new Admitted();
        }

        private boolean prolongs(String purpose, MinuteWindow before, MinuteWindow minute) {
            Duration longer = Duration.between(minute.endsAt(), before.endsAt());
            return !longer.isNegative()
                    && ((is(SET_BACK_PROLONGS_LOGINS) && purpose.equals("login"))
                            || (is(SHORT_SET_BACK_PROLONGS) && longer.compareTo(Duration.ofMinutes(1)) < 0));
        }

        private Rejected rejected(Instant now, Instant end, boolean first) {
            Duration wait = Duration.between(now, end);
            return new Rejected(is(WAIT_TRUNCATED_TO_MILLIS) ? wait.truncatedTo(ChronoUnit.MILLIS) : wait, first);
        }

        @Override
        public synchronized void release(String account) {
            accounts.computeIfPresent(account, (name, failures) -> {
                int kept = switch (ThrottleCountFaults.this) {
                    case RELEASE_HALVES_FAILURES -> failures.failures() / 2;
                    case RELEASE_ONLY_ENDS_PAUSE -> failures.failures() - (failures.failures() < 7 ? 1 : 0);
                    default -> failures.failures() - 1;
                };
                return new Failures(Math.max(kept, 0), Instant.MIN, false, failures.lastAttemptAt());
            });
        }

        @Override
        public synchronized void clear(String account) {
            Failures counted = accounts.getOrDefault(account, Failures.NONE);
            boolean kept = (is(MANY_FAILURES_NOT_CLEARED) && counted.failures() > 20)
                    || (is(OLD_FAILURES_NOT_CLEARED)
                            && !clock.instant().isBefore(counted.lastAttemptAt().plusSeconds(3_600)));
            if (!kept) {
                accounts.remove(account);
            }
        }
    }
}
