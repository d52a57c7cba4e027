package dev.roster.testkit.faulty.outage;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.forwarding.ForwardingLoginThrottle;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Planted faults of login throttles in outages of their server. Each is planted in a correct throttle. */
public enum LoginThrottleOutageFaults implements PlantedFault {
    @Fault("Throws an exception while the server is away.")
    CALL_THROWS("throttle-outage.calls-return"),
    @Fault("Waits for a server that is away.")
    CALL_HANGS("throttle-outage.calls-return"),
    @Fault("Admits each attempt while the server is away.")
    FAILS_OPEN("throttle-outage.guesses-limited"),
    @Fault("Rejects each attempt while the server is away.")
    FAILS_CLOSED("throttle-outage.guesses-limited"),
    @Fault("Counts only accounts while the server is away.")
    CLIENTS_UNLIMITED("throttle-outage.guesses-limited"),
    @Fault("Counts no requests of other kinds while the server is away.")
    REQUESTS_UNLIMITED("throttle-outage.guesses-limited"),
    @Fault("Counts on its own after an outage until it is opened again.")
    NEVER_SHARED_AGAIN("throttle-outage.shared-again"),
    @Fault("Keeps the failures of an outage when an account succeeds.")
    OUTAGE_NOT_CLEARED("throttle-outage.success-clears-all"),
    @Fault("Resets the failures of each account after an outage.")
    COUNTS_FORGOTTEN("throttle-outage.restart-keeps-all-or-nothing"),
    @Fault("Rejects accounts that paused before the counts were emptied.")
    PAUSE_REMEMBERED("throttle-outage.restart-keeps-all-or-nothing");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    LoginThrottleOutageFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns whether the fault shows only in a throttle whose counts are emptied by a restart of its server. */
    public boolean isOfEmptiedThrottle() {
        return this == PAUSE_REMEMBERED;
    }

    /**
     * Returns a client with the fault.
     *
     * @param away whether the server is away
     */
    public LoginThrottle plantedIn(LoginThrottle sound, BooleanSupplier away) {
        return new Faulty(sound, away);
    }

    private final class Faulty extends ForwardingLoginThrottle {

        private final BooleanSupplier away;
        private final LoginThrottle own = new InMemoryLoginThrottle(new SettableClock());
        private final Set<String> paused = ConcurrentHashMap.newKeySet();
        private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
        private volatile boolean wasAway;

        Faulty(LoginThrottle sound, BooleanSupplier away) {
            super(sound);
            this.away = away;
        }

        private boolean is(LoginThrottleOutageFaults fault) {
            return LoginThrottleOutageFaults.this == fault;
        }

        private boolean isAway() {
            boolean now = away.getAsBoolean();
            wasAway |= now;
            if (now && is(CALL_THROWS)) {
                throw new IllegalStateException("connection reset");
            }
            if (now && is(CALL_HANGS)) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
            return now;
        }

        @Override
        public Decision admit(String account, int freeFailures, ClientAddress from) {
            boolean now = isAway();
            if (now && is(FAILS_OPEN)) {
                return new Admitted();
            }
            if (now && is(FAILS_CLOSED)) {
                return new Rejected(Duration.ofSeconds(1), true);
            }
            if (wasAway && (is(NEVER_SHARED_AGAIN) || (now && is(OUTAGE_NOT_CLEARED)))) {
                return own.admit(account, freeFailures, from);
            }
            if (wasAway && !now && is(COUNTS_FORGOTTEN) && forgotten.add(account)) {
                sound.clear(account);
            }
            if (is(PAUSE_REMEMBERED) && paused.contains(account)) {
                return new Rejected(Duration.ofSeconds(1), true);
            }
            Decision decision =
                    super.admit(account, freeFailures, now && is(CLIENTS_UNLIMITED) ? ClientAddress.UNKNOWN : from);
            if (decision instanceof Rejected) {
                paused.add(account);
            }
            return decision;
        }

        @Override
        public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            return isAway() && is(REQUESTS_UNLIMITED) ? new Admitted() : super.admitRequest(kind, perMinute, from);
        }

        @Override
        public void release(String account) {
            isAway();
            super.release(account);
        }

        @Override
        public void clear(String account) {
            isAway();
            super.clear(account);
        }
    }
}
