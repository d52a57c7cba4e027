package dev.roster.testkit.contract.service;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Faults of hashers and throttles that show in the services, each planted in a sound one. */
enum LoginGuardFaults {
    NONE,
    ANY_PASSWORD_WILL_DO(
            "auth.failures-alike",
            "auth.logins-recorded",
            "account.password-change-ends-sessions",
            "service.new-address-wants-password"),
    NO_PASSWORD_WILL_DO("auth.token-opens-session"),
    DECOY_FOR_NOTHING("auth.failures-alike"),
    DECOY_REFUSED("auth.failures-alike"),
    RENEWED_EACH_TIME("auth.failures-alike"),
    NEVER_RENEWED("auth.old-hash-renewed"),
    OFF(
            "auth.throttled-alike",
            "auth.logins-recorded",
            "account.reset-clears-throttle",
            "account.password-change-throttled",
            "account.mails-limited"),
    NEVER_CLEARED("auth.throttled-alike", "account.reset-clears-throttle"),
    ADDRESSES_ALONE_THROTTLED("auth.throttled-alike"),
    ADDRESSES_WAIT_LONGER("auth.throttled-alike"),
    EACH_REFUSAL_FIRST("auth.logins-recorded"),
    NO_REFUSAL_FIRST("auth.logins-recorded");

    private final String clauses;

    LoginGuardFaults(String... clauses) {
        this.clauses = String.join(" ", clauses);
    }

    Stream<String> clauses() {
        return Arrays.stream(clauses.split(" ")).filter(clause -> !clause.isEmpty());
    }

    private boolean is(LoginGuardFaults fault) {
        return this == fault;
    }

    PasswordHasher plantedIn(PasswordHasher sound) {
        return new PasswordHasher() {
            @Override
            public PasswordHash hash(String password) {
                return sound.hash(password);
            }

            @Override
            public boolean verify(String password, PasswordHash hash) {
                boolean decoy = hash.encoded().endsWith(":-");
                if (decoy && is(DECOY_REFUSED)) {
                    throw new IllegalArgumentException("no hash");
                }
                if (decoy && is(DECOY_FOR_NOTHING)) {
                    return false;
                }
                boolean verified = sound.verify(password, hash);
                return (verified || is(ANY_PASSWORD_WILL_DO)) && !is(NO_PASSWORD_WILL_DO);
            }

            @Override
            public boolean needsRenewal(PasswordHash hash) {
                return is(RENEWED_EACH_TIME) || (sound.needsRenewal(hash) && !is(NEVER_RENEWED));
            }

            @Override
            public PasswordHash decoy() {
                return sound.decoy();
            }
        };
    }

    LoginThrottle plantedIn(LoginThrottle sound) {
        return this == OFF ? LoginThrottle.OFF : new FaultyThrottle(sound);
    }

    private final class FaultyThrottle implements LoginThrottle {

        private final LoginThrottle sound;

        FaultyThrottle(LoginThrottle sound) {
            this.sound = sound;
        }

        @Override
        public Verdict admit(String account, ClientAddress from) {
            Verdict verdict = sound.admit(account, from);
            if (!(verdict instanceof Refused refused)) {
                return verdict;
            }
            boolean address = account.contains("@");
            Duration wait = refused.retryAfter();
            return switch (LoginGuardFaults.this) {
                case ADDRESSES_ALONE_THROTTLED -> address ? refused : new Admitted();
                case ADDRESSES_WAIT_LONGER -> new Refused(address ? wait.plusSeconds(1) : wait, refused.first());
                case EACH_REFUSAL_FIRST -> new Refused(wait, true);
                case NO_REFUSAL_FIRST -> new Refused(wait, false);
                default -> refused;
            };
        }

        @Override
        public void release(String account) {
            sound.release(account);
        }

        @Override
        public void clear(String account) {
            if (!is(NEVER_CLEARED)) {
                sound.clear(account);
            }
        }
    }
}
