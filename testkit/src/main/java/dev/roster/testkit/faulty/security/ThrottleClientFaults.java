package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.forwarding.ForwardingLoginThrottle;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Planted faults of login throttles in how they separate clients, nodes, kinds and accounts. */
public enum ThrottleClientFaults implements PlantedFault {
    @Fault("Counts only the failures of unknown clients for an account.")
    KNOWN_CLIENTS_NOT_COUNTED_FOR_ACCOUNT("throttle.failures-from-any-client"),
    @Fault("Counts the failures of each client with an account apart.")
    FAILURES_COUNTED_PER_CLIENT("throttle.failures-from-any-client"),
    @Fault("Clears the count of a client when an account that it tried is cleared.")
    CLIENT_CLEARED_BY_SUCCESS("throttle.client-count-kept"),
    @Fault("Clears the count of a client when an attempt of it is released.")
    CLIENT_CLEARED_BY_RELEASE("throttle.client-count-kept"),
    @Fault("Counts for a client only the attempts that the account admits.")
    ONLY_ADMITTED_COUNTED_FOR_CLIENT("throttle.rejected-attempts-counted"),
    @Fault("Counts each IPv6 address as a client of its own.")
    CLIENTS_COUNTED_BY_ADDRESS("throttle.clients-counted-by-network"),
    @Fault("Counts all IPv6 addresses with the same first 48 bits as one client.")
    CLIENTS_COUNTED_BY_48_BITS("throttle.clients-counted-by-network"),
    @Fault("Counts all IPv4 addresses with the same first 24 bits as one client.")
    CLIENTS_COUNTED_BY_24_BITS("throttle.clients-counted-by-network"),
    @Fault(value = "Reads a count and writes it later without a lock.", raced = true)
    CHECKED_THEN_COUNTED("throttle.concurrent-attempts-limited", "throttle.concurrent-clients-limited"),
    @Fault("Counts the attempts and requests of clients at each node apart.")
    CLIENTS_COUNTED_LOCALLY("throttle.shared-by-clients", "throttle.concurrent-clients-limited"),
    @Fault("Counts the requests of clients at each node apart.")
    REQUESTS_COUNTED_LOCALLY("throttle.shared-by-clients", "throttle.concurrent-clients-limited"),
    @Fault("Releases an attempt at one node only.")
    RELEASED_LOCALLY("throttle.shared-by-clients"),
    @Fault("Counts the logins of a client together with some of its requests.")
    LOGINS_COUNTED_AS_KIND("throttle.counters-separate"),
    @Fault("Counts each request as an attempt against an account with the name of its kind.")
    KINDS_COUNTED_AS_ACCOUNTS("throttle.counters-separate"),
    @Fault("Admits one attempt of a client more than its limit.")
    ONE_ATTEMPT_MORE("throttle.clients-limited", "throttle.requests-limited"),
    @Fault("Ends the minute of a client with the minute of the calendar.")
    MINUTE_OF_CALENDAR("throttle.clients-limited", "throttle.requests-limited"),
    @Fault("Ends the minute of a client one millisecond late.")
    MINUTE_ENDS_LATE("throttle.clients-limited", "throttle.requests-limited"),
    @Fault("Starts the minute of a client again with each attempt, even a rejected one.")
    REJECTION_PROLONGS_MINUTE("throttle.clients-limited", "throttle.requests-limited"),
    @Fault("Keeps the end of the minute of a client when the clock is set back.")
    SET_BACK_PROLONGS_MINUTE("throttle.clock-set-back"),
    @Fault("Clears the failures of an account when the clock is set back.")
    SET_BACK_CLEARS_FAILURES("throttle.clock-set-back"),
    @Fault("Marks each rejected request as the first one.")
    REQUEST_REJECTIONS_MARKED_FIRST("throttle.first-rejection-marked", "throttle.requests-limited"),
    @Fault("Counts accounts together whose names differ in lone surrogates only.")
    LONE_SURROGATES_EQUAL("throttle.any-text-accepted"),
    @Fault("Counts accounts together whose names differ in case only.")
    CASE_IGNORED("throttle.any-text-accepted"),
    @Fault("Counts accounts together whose names differ in blanks around them only.")
    BLANKS_IGNORED("throttle.any-text-accepted"),
    @Fault("Counts accounts together whose names have the same normalized form.")
    TEXT_NORMALIZED("throttle.any-text-accepted");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    ThrottleClientFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns the throttle that all clients share, with the fault. */
    public LoginThrottle plantedIn(LoginThrottle sound, InstantSource clock) {
        return switch (this) {
            case CHECKED_THEN_COUNTED -> new RacyLoginThrottle(clock);
            case CLIENTS_COUNTED_LOCALLY, REQUESTS_COUNTED_LOCALLY, RELEASED_LOCALLY -> sound;
            case ONE_ATTEMPT_MORE,
                    MINUTE_OF_CALENDAR,
                    MINUTE_ENDS_LATE,
                    REJECTION_PROLONGS_MINUTE,
                    SET_BACK_PROLONGS_MINUTE,
                    REQUEST_REJECTIONS_MARKED_FIRST -> new FaultyMinutes(sound, clock);
            default -> new Faulty(sound, clock);
        };
    }

    /** Returns a client of the shared throttle. */
    public LoginThrottle clientOf(LoginThrottle shared, InstantSource clock) {
        return switch (this) {
            case CLIENTS_COUNTED_LOCALLY, REQUESTS_COUNTED_LOCALLY, RELEASED_LOCALLY -> new Node(shared, clock);
            default -> shared;
        };
    }

    /** Node that counts some attempts in its own memory. */
    private final class Node extends ForwardingLoginThrottle {

        private final LoginThrottle local;

        Node(LoginThrottle shared, InstantSource clock) {
            super(shared);
            this.local = new InMemoryLoginThrottle(clock);
        }

        @Override
        public Decision admit(String account, int freeFailures, ClientAddress from) {
            if (ThrottleClientFaults.this != CLIENTS_COUNTED_LOCALLY) {
                return sound.admit(account, freeFailures, from);
            }
            Decision decision = local.admit(Unique.email(), freeFailures, from);
            return decision instanceof Rejected ? decision : sound.admit(account, freeFailures, ClientAddress.UNKNOWN);
        }

        @Override
        public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            return (ThrottleClientFaults.this == RELEASED_LOCALLY ? sound : local).admitRequest(kind, perMinute, from);
        }

        @Override
        public void release(String account) {
            (ThrottleClientFaults.this == RELEASED_LOCALLY ? local : sound).release(account);
        }
    }

    /** Throttle that counts the minutes of clients itself. */
    private final class FaultyMinutes extends ForwardingLoginThrottle {

        private final InstantSource clock;
        private final Map<String, MinuteWindow> minutes = new HashMap<>();

        FaultyMinutes(LoginThrottle sound, InstantSource clock) {
            super(sound);
            this.clock = clock;
        }

        @Override
        public synchronized Decision admit(String account, int freeFailures, ClientAddress from) {
            Decision decision = count(from.network(), ATTEMPTS_PER_MINUTE, from);
            return decision instanceof Rejected ? decision : sound.admit(account, freeFailures, ClientAddress.UNKNOWN);
        }

        @Override
        public synchronized Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            Decision decision = count(kind + " " + from.network(), perMinute, from);
            return decision instanceof Rejected rejected && ThrottleClientFaults.this == REQUEST_REJECTIONS_MARKED_FIRST
                    ? new Rejected(rejected.retryAfter(), true)
                    : decision;
        }

        private Decision count(String key, int limit, ClientAddress from) {
            if (!from.isKnown()) {
                return new Admitted();
            }
            Instant now = clock.instant();
            MinuteWindow before = minutes.getOrDefault(key, new MinuteWindow(0, now));
            MinuteWindow minute = before.afterAttempt(now);
            Instant end = switch (ThrottleClientFaults.this) {
                case MINUTE_OF_CALENDAR -> now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
                case REJECTION_PROLONGS_MINUTE -> now.plusSeconds(60);
                case SET_BACK_PROLONGS_MINUTE -> now.isBefore(before.endsAt()) ? before.endsAt() : minute.endsAt();
                case MINUTE_ENDS_LATE -> minute.attempts() == 1 ? now.plusMillis(60_001) : before.endsAt();
                default -> minute.endsAt();
            };
            minutes.put(key, new MinuteWindow(minute.attempts(), end));
            return minutes.get(key).decide(ThrottleClientFaults.this == ONE_ATTEMPT_MORE ? limit + 1 : limit, now);
        }
    }

    private final class Faulty extends ForwardingLoginThrottle {

        private final InstantSource clock;
        private final Map<String, Instant> lastAt = new HashMap<>();
        private final Map<String, String> clientOfAccount = new HashMap<>();
        private final Map<String, Integer> cleared = new HashMap<>();

        Faulty(LoginThrottle sound, InstantSource clock) {
            super(sound);
            this.clock = clock;
        }

        @Override
        public synchronized Decision admit(String submitted, int freeFailures, ClientAddress from) {
            String account = named(submitted);
            Instant last = lastAt.getOrDefault(account, Instant.MIN);
            lastAt.put(account, clock.instant());
            clientOfAccount.put(account, from.network());
            switch (ThrottleClientFaults.this) {
                case KNOWN_CLIENTS_NOT_COUNTED_FOR_ACCOUNT -> {
                    return sound.admit(from.isKnown() ? Unique.email() : account, freeFailures, from);
                }
                case FAILURES_COUNTED_PER_CLIENT -> {
                    return sound.admit(account + from.network(), freeFailures, from);
                }
                case ONLY_ADMITTED_COUNTED_FOR_CLIENT -> {
                    Decision decision = sound.admit(account, freeFailures, ClientAddress.UNKNOWN);
                    return decision instanceof Rejected ? decision : sound.admit(Unique.email(), freeFailures, from);
                }
                case LOGINS_COUNTED_AS_KIND -> {
                    Decision decision = sound.admitRequest("client", ATTEMPTS_PER_MINUTE, from);
                    return decision instanceof Rejected
                            ? decision
                            : sound.admit(account, freeFailures, ClientAddress.UNKNOWN);
                }
                case SET_BACK_CLEARS_FAILURES -> {
                    if (clock.instant().isBefore(last)) {
                        sound.clear(account);
                    }
                    return sound.admit(account, freeFailures, from);
                }
                default -> {
                    return sound.admit(account, freeFailures, seen(from));
                }
            }
        }

        @Override
        public synchronized Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            if (ThrottleClientFaults.this == KINDS_COUNTED_AS_ACCOUNTS) {
                sound.admit(kind, ClientAddress.UNKNOWN);
            }
            return sound.admitRequest(kind, perMinute, seen(from));
        }

        private ClientAddress seen(ClientAddress from) {
            String address = from.value();
            return switch (ThrottleClientFaults.this) {
                case CLIENTS_COUNTED_BY_ADDRESS -> new ClientAddress(address.replace(':', '-'));
                case CLIENTS_COUNTED_BY_48_BITS -> new ClientAddress(address.replaceAll("^(\\w*:\\w*:\\w*):.*", "$1"));
                case CLIENTS_COUNTED_BY_24_BITS ->
                    new ClientAddress(address.replaceAll("^(\\d+\\.\\d+\\.\\d+)\\..*", "$1"));
                case CLIENT_CLEARED_BY_SUCCESS, CLIENT_CLEARED_BY_RELEASE ->
                    from.isKnown()
                            ? new ClientAddress(
                                    from.network().replace(':', '-') + cleared.getOrDefault(from.network(), 0))
                            : from;
                default -> from;
            };
        }

        private String named(String account) {
            return switch (ThrottleClientFaults.this) {
                case LONE_SURROGATES_EQUAL ->
                    new String(account.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                case CASE_IGNORED -> account.toLowerCase(Locale.ROOT);
                case BLANKS_IGNORED -> account.strip();
                case TEXT_NORMALIZED -> Normalizer.normalize(account, Normalizer.Form.NFC);
                default -> account;
            };
        }

        private void clearClientOf(String account) {
            cleared.merge(clientOfAccount.getOrDefault(account, ""), 1, Integer::sum);
        }

        @Override
        public synchronized void release(String account) {
            if (ThrottleClientFaults.this == CLIENT_CLEARED_BY_RELEASE) {
                clearClientOf(account);
            }
            sound.release(named(account));
        }

        @Override
        public synchronized void clear(String account) {
            if (ThrottleClientFaults.this == CLIENT_CLEARED_BY_SUCCESS) {
                clearClientOf(account);
            }
            sound.clear(named(account));
        }
    }
}
