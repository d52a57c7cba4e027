package dev.roster.testkit.faulty.service;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Planted faults of password hashers and login throttles, each with the clauses that must detect it. */
public enum LoginGuardFaults implements PlantedFault {
    @Fault("Accepts any password.")
    ANY_PASSWORD_ACCEPTED(
            "auth.failures-indistinguishable",
            "auth.logins-recorded",
            "account.password-change-ends-sessions",
            "service.email-change-requires-password"),
    @Fault("Accepts no password.")
    NO_PASSWORD_ACCEPTED("auth.token-identifies-caller"),
    @Fault("Verifies passwords of ASCII characters only.")
    ONLY_ASCII_VERIFIED("auth.password-spellings-equal"),
    @Fault("Blocks no passwords.")
    BLOCKLIST_EMPTY("account.blocked-passwords-refused"),
    @Fault("Blocks passwords in lower case only.")
    BLOCKLIST_CASE_SENSITIVE("account.blocked-passwords-refused"),
    @Fault("Computes nothing for the hash of an unknown account.")
    DECOY_NOT_COMPUTED("auth.failures-indistinguishable", "auth.typed-password-hash-renewed"),
    @Fault("Throws an exception for the hash of an unknown account.")
    DECOY_REJECTED("auth.failures-indistinguishable"),
    @Fault("Reports each hash as outdated.")
    ALWAYS_RENEWED("auth.failures-indistinguishable"),
    @Fault("Reports no hash as outdated.")
    NEVER_RENEWED("auth.outdated-hash-renewed"),
    @Fault("Limits nothing.")
    THROTTLE_OFF(
            "auth.throttling-indistinguishable",
            "auth.logins-recorded",
            "account.reset-clears-throttle",
            "account.password-change-throttled",
            "account.mails-limited",
            "service.registration-mails-limited",
            "service.email-change-mails-limited",
            "account.notices-limited"),
    @Fault("Counts notices together with mails that strangers request.")
    NOTICES_COUNTED_AS_MAILS("account.notices-limited"),
    @Fault("Counts logins under the names of other counters.")
    LOGIN_PREFIX_DROPPED("account.counters-independent"),
    @Fault("Does not limit the requests of a client.")
    REQUESTS_UNLIMITED("account.clients-limited"),
    @Fault("Counts the failures of all clients together.")
    CLIENTS_COUNTED_TOGETHER("auth.clients-counted-apart"),
    @Fault("Counts clients with a hint like unknown ones.")
    HINTS_REJECTED("auth.known-client-not-shut-out"),
    @Fault("Keeps failures after a success.")
    NEVER_CLEARED("auth.throttling-indistinguishable", "account.reset-clears-throttle"),
    @Fault("Limits logins with a valid email address only.")
    ONLY_EMAILS_THROTTLED("auth.throttling-indistinguishable"),
    @Fault("Pauses logins with a valid email address longer than others.")
    EMAILS_WAIT_LONGER("auth.throttling-indistinguishable"),
    @Fault("Marks each rejection as the first one.")
    EVERY_REJECTION_MARKED_FIRST("auth.logins-recorded"),
    @Fault("Marks no rejection as the first one.")
    NO_REJECTION_MARKED_FIRST("auth.logins-recorded"),
    @Fault("Marks each rejection of a pause as the first one except the first one.")
    LATER_REJECTIONS_MARKED_FIRST("auth.logins-recorded"),
    @Fault("Counts attempts as failures although they are released.")
    RELEASES_IGNORED("auth.busy-hasher-not-counted", "auth.rejected-attempts-not-counted"),
    @Fault("Counts logins with any invalid email address together.")
    INVALID_EMAILS_COUNTED_TOGETHER("auth.throttling-indistinguishable"),
    @Fault("Counts the notices to all users together.")
    NOTICES_COUNTED_TOGETHER("account.notices-limited"),
    @Fault("Does not limit the verification mails that a client requests.")
    VERIFICATION_REQUESTS_UNLIMITED("account.clients-limited");

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
            private final Set<PasswordHash> decoys = ConcurrentHashMap.newKeySet();

            @Override
            public PasswordHash hash(String password) {
                return sound.hash(password);
            }

            @Override
            public boolean verify(String password, PasswordHash hash) {
                boolean decoy = decoys.contains(hash);
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
                PasswordHash decoy = sound.decoy();
                decoys.add(decoy);
                return decoy;
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
            boolean unlimited = is(REQUESTS_UNLIMITED)
                    || (is(VERIFICATION_REQUESTS_UNLIMITED) && kind.equals("verification-request"));
            return unlimited ? new Admitted() : sound.admitRequest(kind, perMinute, from);
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
                case LATER_REJECTIONS_MARKED_FIRST -> new Rejected(wait, !refused.first());
                default -> refused;
            };
        }

        @Override
        public void release(String account) {
            if (!is(RELEASES_IGNORED)) {
                sound.release(counted(account));
            }
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
                case INVALID_EMAILS_COUNTED_TOGETHER -> account.replaceFirst("^(login:\\S* |account:)[^@]*$", "$1");
                case NOTICES_COUNTED_TOGETHER -> account.replaceFirst("^notice:.*", "notice:");
                case NOTICES_COUNTED_AS_MAILS -> account.replaceFirst("^notice:", "mail:");
                default -> account;
            };
        }
    }
}
