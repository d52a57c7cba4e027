package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Planted faults of login throttles. Each is planted in a correct throttle. */
public enum LoginThrottleFaults implements PlantedFault {
    @Fault("Pauses an account one failure too early.")
    ONE_FREE_FAILURE_LESS("throttle.free-failures"),
    @Fault("Admits the attempt that should be the first rejected one.")
    NO_PAUSE("throttle.free-failures"),
    @Fault("Truncates times to seconds.")
    TIME_TRUNCATED_TO_SECONDS("throttle.free-failures"),
    @Fault("Admits an attempt in the last millisecond of a pause.")
    ADMITTED_EARLY("throttle.free-failures"),
    @Fault("Pauses for one second each time.")
    PAUSES_STAY_SHORT("throttle.pauses-double"),
    @Fault("Pauses longer than the longest pause.")
    PAUSES_UNLIMITED("throttle.pauses-double"),
    @Fault("Locks an account for days after many failures.")
    PERMANENTLY_LOCKED("throttle.pauses-double"),
    @Fault("Counts failures of the day before.")
    FAILURES_NEVER_EXPIRE("throttle.failures-expire"),
    @Fault("Forgets failures after an hour.")
    FAILURES_EXPIRE_EARLY("throttle.failures-expire"),
    @Fault("Keeps the failures of an account that is cleared.")
    NEVER_CLEARED("throttle.clear-resets-failures"),
    @Fault("Clears one failure only.")
    CLEARED_AS_RELEASED("throttle.clear-resets-failures"),
    @Fault("Throws an exception if an account is cleared twice.")
    SECOND_CLEAR_FAILS("throttle.clear-resets-failures"),
    @Fault("Counts released attempts.")
    NEVER_RELEASED("throttle.release-undoes-attempt"),
    @Fault("Clears all failures when one attempt is released.")
    RELEASED_AS_CLEARED("throttle.release-undoes-attempt"),
    @Fault("Admits an attempt for a release that came before it.")
    RELEASE_BEFORE_ATTEMPT_COUNTS("throttle.release-undoes-attempt"),
    @Fault("Counts the attempts of each thread apart.")
    COUNTED_PER_THREAD("throttle.concurrent-attempts-limited"),
    @Fault("Counts the attempts at each node apart.")
    COUNTED_PER_CLIENT_OBJECT("throttle.concurrent-attempts-limited"),
    @Fault("Counts the attempts of all accounts together.")
    ACCOUNTS_NOT_SEPARATED("throttle.accounts-independent"),
    @Fault("Clears all accounts together.")
    ALL_CLEARED("throttle.accounts-independent"),
    @Fault("Does not limit clients.")
    CLIENTS_UNLIMITED("throttle.clients-limited"),
    @Fault("Counts the attempts of all known clients together.")
    CLIENTS_NOT_SEPARATED("throttle.clients-limited"),
    @Fault("Counts attempts against an account that the limit of a client rejects.")
    CLIENT_LIMIT_COUNTED_FOR_ACCOUNT("throttle.clients-limited"),
    @Fault("Marks each rejection of a client as the first one.")
    EVERY_CLIENT_REJECTION_MARKED_FIRST("throttle.clients-limited"),
    @Fault("Ignores how many failures the caller allows.")
    FREE_FAILURES_IGNORED("throttle.free-failures-of-caller"),
    @Fault("Does not limit requests.")
    REQUESTS_UNLIMITED("throttle.requests-limited"),
    @Fault("Counts requests of all kinds together.")
    REQUEST_KINDS_NOT_SEPARATED("throttle.requests-limited"),
    @Fault("Prolongs a pause when the clock is set back.")
    CLOCK_SET_BACK_PROLONGS_PAUSE("throttle.clock-set-back"),
    @Fault("Limits the unknown client like a known one.")
    UNKNOWN_CLIENT_COUNTED("throttle.unknown-client-unlimited"),
    @Fault("Counts attempts at one node only.")
    COUNTED_LOCALLY("throttle.shared-by-clients"),
    @Fault("Clears an account at one node only.")
    CLEARED_LOCALLY("throttle.shared-by-clients"),
    @Fault("Marks each rejection as the first one.")
    EVERY_REJECTION_MARKED_FIRST("throttle.first-rejection-marked"),
    @Fault("Marks no rejection as the first one.")
    NO_REJECTION_MARKED_FIRST("throttle.first-rejection-marked"),
    @Fault("Marks the first rejection of the first pause only.")
    ONLY_FIRST_PAUSE_MARKED("throttle.first-rejection-marked"),
    @Fault("Truncates the names of accounts.")
    TEXT_TRUNCATED("throttle.any-text-accepted"),
    @Fault("Ends the name of an account at a NUL character.")
    TEXT_ENDS_AT_NUL("throttle.any-text-accepted"),
    @Fault("Throws an exception for an empty account.")
    EMPTY_REJECTED("throttle.any-text-accepted"),
    @Fault("Throws an exception for an account that cannot be encoded.")
    UNENCODABLE_REJECTED("throttle.any-text-accepted");

    private static final ClientAddress UNKNOWN_CLIENT = ClientAddress.UNKNOWN;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    LoginThrottleFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns the throttle that all clients share, with the fault. */
    public LoginThrottle plantedIn(LoginThrottle sound, InstantSource clock) {
        return switch (this) {
            case TIME_TRUNCATED_TO_SECONDS ->
                new InMemoryLoginThrottle(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
            case COUNTED_PER_THREAD ->
                new Faulty(ThreadLocal.withInitial(() -> new InMemoryLoginThrottle(clock))::get, clock);
            default -> new Faulty(() -> sound, clock);
        };
    }

    /** Returns a client of the shared throttle. */
    public LoginThrottle clientOf(LoginThrottle shared, InstantSource clock) {
        return switch (this) {
            case COUNTED_PER_CLIENT_OBJECT, COUNTED_LOCALLY -> new InMemoryLoginThrottle(clock);
            default -> shared;
        };
    }

    private final class Faulty implements LoginThrottle {

        private final Supplier<LoginThrottle> sound;
        private final InstantSource clock;
        private final Map<String, Integer> admitted = new HashMap<>();
        private final Map<String, Instant> lastAt = new HashMap<>();
        private final Set<String> marked = new HashSet<>();

        Faulty(Supplier<LoginThrottle> sound, InstantSource clock) {
            this.sound = sound;
            this.clock = clock;
        }

        private boolean is(LoginThrottleFaults fault) {
            return LoginThrottleFaults.this == fault;
        }

        @Override
        public synchronized Decision admit(String submitted, int freeFailures, ClientAddress from) {
            String account = named(submitted);
            if (free(account)) {
                return new Admitted();
            }
            int free = is(FREE_FAILURES_IGNORED) ? FAILURES_BEFORE_PAUSE : freeFailures;
            Decision verdict = sound.get().admit(account, free, seen(from));
            if (verdict instanceof Rejected refused) {
                return told(account, from, refused);
            }
            int count = admitted.merge(account, 1, Integer::sum);
            Instant last = lastAt.getOrDefault(account, clock.instant());
            lastAt.put(account, clock.instant());
            boolean dayLater = !clock.instant().isBefore(last.plus(FAILURE_RETENTION));
            if ((is(ONE_FREE_FAILURE_LESS) && count == 1) || (is(FAILURES_NEVER_EXPIRE) && dayLater)) {
                for (int i = 0; i < (dayLater ? FAILURES_BEFORE_PAUSE : 1); i++) {
                    sound.get().admit(account, UNKNOWN_CLIENT);
                }
            } else if (is(PAUSES_STAY_SHORT) && count > FAILURES_BEFORE_PAUSE) {
                sound.get().clear(account);
                for (int i = 0; i < FAILURES_BEFORE_PAUSE; i++) {
                    sound.get().admit(account, UNKNOWN_CLIENT);
                }
            }
            return verdict;
        }

        @Override
        public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            return switch (LoginThrottleFaults.this) {
                case REQUESTS_UNLIMITED -> new Admitted();
                case REQUEST_KINDS_NOT_SEPARATED -> sound.get().admitRequest("any", perMinute, from);
                default -> sound.get().admitRequest(kind, perMinute, from);
            };
        }

        private String named(String account) {
            if (is(EMPTY_REJECTED) && account.isEmpty()) {
                throw new IllegalArgumentException("no account");
            }
            if (is(UNENCODABLE_REJECTED) && !StandardCharsets.UTF_8.newEncoder().canEncode(account)) {
                throw new IllegalArgumentException("no text");
            }
            return switch (LoginThrottleFaults.this) {
                case ACCOUNTS_NOT_SEPARATED -> "";
                case TEXT_TRUNCATED -> account.substring(0, Math.min(account.length(), 1_000));
                case TEXT_ENDS_AT_NUL -> account.split("\0", -1)[0];
                default -> account;
            };
        }

        private ClientAddress seen(ClientAddress from) {
            return switch (LoginThrottleFaults.this) {
                case CLIENTS_UNLIMITED -> UNKNOWN_CLIENT;
                case CLIENTS_NOT_SEPARATED -> from.isKnown() ? new ClientAddress("192.0.2.1") : from;
                case UNKNOWN_CLIENT_COUNTED -> from.isKnown() ? from : new ClientAddress("192.0.2.1");
                default -> from;
            };
        }

        /**
         * Returns whether the fault admits an attempt that the correct throttle would count. May clear failures in the
         * correct throttle.
         */
        private boolean free(String account) {
            if (is(FAILURES_EXPIRE_EARLY)
                    && lastAt.getOrDefault(account, Instant.MAX)
                            .isBefore(clock.instant().minus(Duration.ofHours(1)))) {
                sound.get().clear(account);
            }
            return (is(NO_PAUSE) && admitted.getOrDefault(account, 0) == FAILURES_BEFORE_PAUSE)
                    || (is(RELEASE_BEFORE_ATTEMPT_COUNTS) && marked.remove(account));
        }

        private Decision told(String account, ClientAddress from, Rejected refused) {
            Duration wait = refused.retryAfter();
            Instant last = lastAt.getOrDefault(account, Instant.MIN);
            if (is(CLOCK_SET_BACK_PROLONGS_PAUSE) && clock.instant().isBefore(last)) {
                return new Rejected(wait.plus(Duration.between(clock.instant(), last)), refused.first());
            }
            if (is(CLIENT_LIMIT_COUNTED_FOR_ACCOUNT) && from.isKnown()) {
                sound.get().admit(account, UNKNOWN_CLIENT);
            }
            return switch (LoginThrottleFaults.this) {
                case ADMITTED_EARLY -> wait.toMillis() <= 1 ? new Admitted() : refused;
                case PAUSES_UNLIMITED ->
                    new Rejected(wait.compareTo(MAX_PAUSE) < 0 ? wait : wait.plusSeconds(124), refused.first());
                case PERMANENTLY_LOCKED ->
                    admitted.get(account) > 2 * FAILURES_BEFORE_PAUSE
                            ? new Rejected(Duration.ofDays(9), false)
                            : refused;
                case EVERY_CLIENT_REJECTION_MARKED_FIRST, EVERY_REJECTION_MARKED_FIRST -> new Rejected(wait, true);
                case NO_REJECTION_MARKED_FIRST -> new Rejected(wait, false);
                case ONLY_FIRST_PAUSE_MARKED -> new Rejected(wait, marked.add(account));
                default -> refused;
            };
        }

        @Override
        public synchronized void release(String account) {
            if (is(RELEASED_AS_CLEARED)) {
                sound.get().clear(account);
            } else if (is(RELEASE_BEFORE_ATTEMPT_COUNTS) && !admitted.containsKey(account)) {
                marked.add(account);
            } else if (!is(NEVER_RELEASED)) {
                sound.get().release(account);
            }
        }

        @Override
        public synchronized void clear(String account) {
            if (is(CLEARED_AS_RELEASED)) {
                sound.get().release(account);
            } else if (is(SECOND_CLEAR_FAILS) && !marked.add(account)) {
                throw new IllegalStateException("nothing to clear");
            } else if (is(ALL_CLEARED)) {
                admitted.keySet().forEach(sound.get()::clear);
            } else if (!is(NEVER_CLEARED) && !is(CLEARED_LOCALLY)) {
                sound.get().clear(account);
            }
        }
    }
}
