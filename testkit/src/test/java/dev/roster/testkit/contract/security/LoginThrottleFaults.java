package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Faults of login throttles, each planted in a sound one. */
enum LoginThrottleFaults {
    ONE_FREE_LESS("throttle.free-failures"),
    FREE_FOR_EVER("throttle.free-failures"),
    WHOLE_SECONDS("throttle.free-failures"),
    ADMITTED_EARLY("throttle.free-failures"),
    PAUSES_STAY_SHORT("throttle.pauses-grow"),
    PAUSES_PAST_THE_LONGEST("throttle.pauses-grow"),
    LOCKED_OUT("throttle.pauses-grow"),
    NEVER_FORGOTTEN("throttle.forgotten"),
    FORGOTTEN_EARLY("throttle.forgotten"),
    NEVER_CLEARED("throttle.cleared"),
    CLEARED_AS_RELEASED("throttle.cleared"),
    CLEARED_ONCE_ONLY("throttle.cleared"),
    NEVER_RELEASED("throttle.released"),
    RELEASED_AS_CLEARED("throttle.released"),
    RELEASED_IN_ADVANCE("throttle.released"),
    THREADS_APART("throttle.concurrent-bounded"),
    CLIENTS_APART("throttle.concurrent-bounded"),
    ACCOUNTS_AS_ONE("throttle.accounts-apart"),
    ALL_CLEARED("throttle.accounts-apart"),
    CLIENTS_UNLIMITED("throttle.clients-limited"),
    CLIENTS_AS_ONE("throttle.clients-limited"),
    CLIENT_BLAMED_ON_ACCOUNT("throttle.clients-limited"),
    CLIENT_TOLD_EACH_TIME("throttle.clients-limited"),
    UNKNOWN_CLIENT_COUNTED("throttle.unknown-client-uncounted"),
    COUNTED_HERE_ALONE("throttle.seen-by-second-client"),
    CLEARED_HERE_ALONE("throttle.seen-by-second-client"),
    EACH_REFUSAL_FIRST("throttle.first-refusal-told"),
    NO_REFUSAL_FIRST("throttle.first-refusal-told"),
    FIRST_PAUSE_ALONE_TOLD("throttle.first-refusal-told"),
    TEXT_CUT("throttle.any-text"),
    TEXT_ENDS_AT_NUL("throttle.any-text"),
    EMPTY_REFUSED("throttle.any-text"),
    UNENCODABLE_REFUSED("throttle.any-text");

    private static final ClientAddress NOWHERE = ClientAddress.UNKNOWN;

    final String clause;

    LoginThrottleFaults(String clause) {
        this.clause = clause;
    }

    /** What all clients share. */
    LoginThrottle plantedIn(LoginThrottle sound, InstantSource clock) {
        return switch (this) {
            case WHOLE_SECONDS ->
                new InMemoryLoginThrottle(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
            case THREADS_APART -> new Apart(clock);
            default -> new Faulty(sound, clock);
        };
    }

    /** One client of it. */
    LoginThrottle clientOf(LoginThrottle shared, InstantSource clock) {
        return switch (this) {
            case CLIENTS_APART, COUNTED_HERE_ALONE -> new InMemoryLoginThrottle(clock);
            default -> shared;
        };
    }

    /** Counts for each thread alone. */
    private static final class Apart implements LoginThrottle {

        private final ThreadLocal<LoginThrottle> own;

        Apart(InstantSource clock) {
            own = ThreadLocal.withInitial(() -> new InMemoryLoginThrottle(clock));
        }

        @Override
        public Verdict admit(String account, ClientAddress from) {
            return own.get().admit(account, from);
        }

        @Override
        public void release(String account) {
            own.get().release(account);
        }

        @Override
        public void clear(String account) {
            own.get().clear(account);
        }
    }

    private final class Faulty implements LoginThrottle {

        private final LoginThrottle sound;
        private final InstantSource clock;
        private final Map<String, Integer> admitted = new HashMap<>();
        private final Map<String, Instant> lastAt = new HashMap<>();
        private final Set<String> marked = new HashSet<>();

        Faulty(LoginThrottle sound, InstantSource clock) {
            this.sound = sound;
            this.clock = clock;
        }

        private boolean is(LoginThrottleFaults fault) {
            return LoginThrottleFaults.this == fault;
        }

        @Override
        public synchronized Verdict admit(String submitted, ClientAddress from) {
            String account = named(submitted);
            if (free(account)) {
                return new Admitted();
            }
            Verdict verdict = sound.admit(account, seen(from));
            if (verdict instanceof Refused refused) {
                return told(account, from, refused);
            }
            int count = admitted.merge(account, 1, Integer::sum);
            Instant last = lastAt.getOrDefault(account, clock.instant());
            lastAt.put(account, clock.instant());
            boolean dayLater = !clock.instant().isBefore(last.plus(MEMORY));
            if ((is(ONE_FREE_LESS) && count == 1) || (is(NEVER_FORGOTTEN) && dayLater)) {
                for (int i = 0; i < (dayLater ? FREE_FAILURES : 1); i++) {
                    sound.admit(account, NOWHERE);
                }
            } else if (is(PAUSES_STAY_SHORT) && count > FREE_FAILURES) {
                sound.clear(account);
                for (int i = 0; i < FREE_FAILURES; i++) {
                    sound.admit(account, NOWHERE);
                }
            }
            return verdict;
        }

        private String named(String account) {
            if (is(EMPTY_REFUSED) && account.isEmpty()) {
                throw new IllegalArgumentException("no account");
            }
            if (is(UNENCODABLE_REFUSED) && !StandardCharsets.UTF_8.newEncoder().canEncode(account)) {
                throw new IllegalArgumentException("no text");
            }
            return switch (LoginThrottleFaults.this) {
                case ACCOUNTS_AS_ONE -> "";
                case TEXT_CUT -> account.substring(0, Math.min(account.length(), 1_000));
                case TEXT_ENDS_AT_NUL -> account.split("\0", -1)[0];
                default -> account;
            };
        }

        private ClientAddress seen(ClientAddress from) {
            return switch (LoginThrottleFaults.this) {
                case CLIENTS_UNLIMITED -> NOWHERE;
                case CLIENTS_AS_ONE -> from.isKnown() ? new ClientAddress("192.0.2.1") : from;
                case UNKNOWN_CLIENT_COUNTED -> from.isKnown() ? from : new ClientAddress("192.0.2.1");
                default -> from;
            };
        }

        /** Whether to admit what the sound one would count. Makes that forget, should it. */
        private boolean free(String account) {
            if (is(FORGOTTEN_EARLY)
                    && lastAt.getOrDefault(account, Instant.MAX)
                            .isBefore(clock.instant().minus(Duration.ofHours(1)))) {
                sound.clear(account);
            }
            return (is(FREE_FOR_EVER) && admitted.getOrDefault(account, 0) == FREE_FAILURES)
                    || (is(RELEASED_IN_ADVANCE) && marked.remove(account));
        }

        private Verdict told(String account, ClientAddress from, Refused refused) {
            Duration wait = refused.retryAfter();
            if (is(CLIENT_BLAMED_ON_ACCOUNT) && from.isKnown()) {
                sound.admit(account, NOWHERE);
            }
            return switch (LoginThrottleFaults.this) {
                case ADMITTED_EARLY -> wait.toMillis() <= 1 ? new Admitted() : refused;
                case PAUSES_PAST_THE_LONGEST ->
                    new Refused(wait.compareTo(LONGEST_PAUSE) < 0 ? wait : wait.plusSeconds(124), refused.first());
                case LOCKED_OUT ->
                    admitted.get(account) > 2 * FREE_FAILURES ? new Refused(Duration.ofDays(9), false) : refused;
                case CLIENT_TOLD_EACH_TIME, EACH_REFUSAL_FIRST -> new Refused(wait, true);
                case NO_REFUSAL_FIRST -> new Refused(wait, false);
                case FIRST_PAUSE_ALONE_TOLD -> new Refused(wait, marked.add(account));
                default -> refused;
            };
        }

        @Override
        public synchronized void release(String account) {
            if (is(RELEASED_AS_CLEARED)) {
                sound.clear(account);
            } else if (is(RELEASED_IN_ADVANCE) && !admitted.containsKey(account)) {
                marked.add(account);
            } else if (!is(NEVER_RELEASED)) {
                sound.release(account);
            }
        }

        @Override
        public synchronized void clear(String account) {
            if (is(CLEARED_AS_RELEASED)) {
                sound.release(account);
            } else if (is(CLEARED_ONCE_ONLY) && !marked.add(account)) {
                throw new IllegalStateException("nothing to clear");
            } else if (is(ALL_CLEARED)) {
                admitted.keySet().forEach(sound::clear);
            } else if (!is(NEVER_CLEARED) && !is(CLEARED_HERE_ALONE)) {
                sound.clear(account);
            }
        }
    }
}
