package dev.roster.testkit.faulty.service;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Planted faults of password hashers and login throttles, each with the clauses that must detect it. */
public enum LoginGuardFaults implements PlantedFault {
    NONE,
    ANY_PASSWORD_ACCEPTED(
            "auth.failures-indistinguishable",
            "auth.logins-recorded",
            "account.password-change-ends-sessions",
            "service.email-change-requires-password"),
    NO_PASSWORD_ACCEPTED("auth.token-identifies-caller"),
    ONLY_ASCII_VERIFIED("auth.password-spellings-equal"),
    BLOCKLIST_EMPTY("account.blocked-passwords-refused"),
    BLOCKLIST_CASE_SENSITIVE("account.blocked-passwords-refused"),
    DECOY_NOT_COMPUTED("auth.failures-indistinguishable", "auth.typed-password-hash-renewed"),
    DECOY_REJECTED("auth.failures-indistinguishable"),
    ALWAYS_RENEWED("auth.failures-indistinguishable"),
    NEVER_RENEWED("auth.outdated-hash-renewed"),
    THROTTLE_OFF(
            "auth.throttling-indistinguishable",
            "auth.logins-recorded",
            "account.reset-clears-throttle",
            "account.password-change-throttled",
            "account.mails-limited",
            "service.registration-mails-limited",
            "service.email-change-mails-limited",
            "account.notices-limited"),
    NOTICES_COUNTED_AS_MAILS("account.notices-limited"),
    LOGIN_PREFIX_DROPPED("account.counters-independent"),
    REQUESTS_UNLIMITED("account.clients-limited"),
    CLIENTS_COUNTED_TOGETHER("auth.clients-counted-apart"),
    HINTS_REJECTED("auth.known-client-not-shut-out"),
    NEVER_CLEARED("auth.throttling-indistinguishable", "account.reset-clears-throttle"),
    ONLY_EMAILS_THROTTLED("auth.throttling-indistinguishable"),
    EMAILS_WAIT_LONGER("auth.throttling-indistinguishable"),
    EVERY_REJECTION_MARKED_FIRST("auth.logins-recorded"),
    NO_REJECTION_MARKED_FIRST("auth.logins-recorded");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    LoginGuardFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    private boolean is(LoginGuardFaults fault) {
        return this == fault;
    }

    public PasswordHasher plantedIn(PasswordHasher sound) {
        return new PasswordHasher() {
            @Override
            public PasswordHash hash(String password) {
                return sound.hash(password);
            }

            @Override
            public boolean verify(String password, PasswordHash hash) {
                boolean decoy = hash.encoded().endsWith(":-");
                if (decoy && is(DECOY_REJECTED)) {
                    throw new IllegalArgumentException("not a password hash");
                }
                if (decoy && is(DECOY_NOT_COMPUTED)) {
                    return false;
                }
                boolean verified = sound.verify(password, hash);
                boolean known = !is(ONLY_ASCII_VERIFIED) || password.chars().allMatch(each -> each < 128);
                return (verified || is(ANY_PASSWORD_ACCEPTED)) && known && !is(NO_PASSWORD_ACCEPTED);
            }

            @Override
            public boolean needsRenewal(PasswordHash hash) {
                return is(ALWAYS_RENEWED) || (sound.needsRenewal(hash) && !is(NEVER_RENEWED));
            }

            @Override
            public PasswordHash decoy() {
                return sound.decoy();
            }
        };
    }

    public PasswordBlocklist plantedIn(PasswordBlocklist sound) {
        return switch (this) {
            case BLOCKLIST_EMPTY -> PasswordBlocklist.NONE;
            case BLOCKLIST_CASE_SENSITIVE ->
                password -> sound.contains(password)
                        && password.value().equals(password.value().toLowerCase(Locale.ROOT));
            default -> sound;
        };
    }

    public LoginThrottle plantedIn(LoginThrottle sound) {
        return this == THROTTLE_OFF ? LoginThrottle.NONE : new FaultyThrottle(sound);
    }

    private final class FaultyThrottle implements LoginThrottle {

        private final LoginThrottle sound;

        FaultyThrottle(LoginThrottle sound) {
            this.sound = sound;
        }

        @Override
        public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
            return is(REQUESTS_UNLIMITED) ? new Admitted() : sound.admitRequest(kind, perMinute, from);
        }

        @Override
        public Decision admit(String account, int freeFailures, ClientAddress from) {
            if (is(HINTS_REJECTED) && account.startsWith("hint:")) {
                return new Rejected(Duration.ofSeconds(1), false);
            }
            Decision verdict = sound.admit(counted(account), freeFailures, from);
            if (!(verdict instanceof Rejected refused)) {
                return verdict;
            }
            boolean address = account.contains("@");
            Duration wait = refused.retryAfter();
            return switch (LoginGuardFaults.this) {
                case ONLY_EMAILS_THROTTLED -> address ? refused : new Admitted();
                case EMAILS_WAIT_LONGER -> new Rejected(address ? wait.plusSeconds(1) : wait, refused.first());
                case EVERY_REJECTION_MARKED_FIRST -> new Rejected(wait, true);
                case NO_REJECTION_MARKED_FIRST -> new Rejected(wait, false);
                default -> refused;
            };
        }

        @Override
        public void release(String account) {
            sound.release(counted(account));
        }

        @Override
        public void clear(String account) {
            if (!is(NEVER_CLEARED)) {
                sound.clear(counted(account));
            }
        }

        private String counted(String account) {
            return switch (LoginGuardFaults.this) {
                case LOGIN_PREFIX_DROPPED -> account.replaceFirst("^(login:\\S* |account:)", "");
                case CLIENTS_COUNTED_TOGETHER -> account.replaceFirst("^login:\\S* ", "login: ");
                case NOTICES_COUNTED_AS_MAILS -> account.replaceFirst("^notice:", "mail:");
                default -> account;
            };
        }
    }
}
