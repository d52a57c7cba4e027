package dev.roster.testkit.contract.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.fake.ForwardingStorage;
import java.util.Arrays;
import java.util.stream.Stream;

/** Faults of storages that show in the life of an account, each planted in a sound one. */
enum AccountFaults {
    NONE,
    TOKEN_WORKS_AGAIN("account.token-verifies-once", "account.reset-token-once"),
    TOKEN_OF_ANOTHER("account.token-verifies-once"),
    TOKEN_GOOD_FOR_ANYTHING("account.verification-expires"),
    TOKEN_NEVER_EXPIRES("account.verification-expires", "account.reset-expires"),
    TOKEN_EXPIRES_EARLY("account.verification-expires", "account.reset-expires"),
    REVOKED_STILL_WORKS(
            "service.verification-sent-again",
            "account.reset-token-once",
            "account.password-change-ends-sessions",
            "service.new-address-mailed-to-both"),
    VERIFIED_LOST("account.token-verifies-once"),
    VERIFIED_NOT_TOLD("service.verification-sent-again"),
    ROLE_LOST("service.admin-granted-and-revoked"),
    CASE_MATTERS("service.reset-token-mailed"),
    ANY_ADDRESS_WILL_DO("service.reset-of-unknown-succeeds", "auth.failures-alike"),
    EVENT_LOST(
            "account.token-verifies-once",
            "service.reset-token-mailed",
            "service.reset-of-unknown-succeeds",
            "account.reset-ends-sessions",
            "account.password-change-ends-sessions",
            "service.new-address-mailed-to-both",
            "service.admin-granted-and-revoked",
            "auth.logins-recorded",
            "auth.log-out-ends-sessions"),
    EVENT_TWICE("account.token-verifies-once", "service.admin-granted-and-revoked", "auth.logins-recorded"),
    EVENT_FROM_NOWHERE(
            "account.token-verifies-once",
            "service.reset-token-mailed",
            "service.reset-of-unknown-succeeds",
            "account.password-change-ends-sessions",
            "auth.logins-recorded"),
    EVENT_OF_NOBODY("account.reset-ends-sessions", "auth.logins-recorded"),
    MAIL_LOST(
            "service.verification-sent-again",
            "service.reset-token-mailed",
            "account.password-change-told",
            "service.new-address-mailed-to-both"),
    MAIL_TWICE("service.reset-token-mailed", "account.password-change-told", "service.new-address-mailed-to-both"),
    CHANGE_TOLD_TO_NEW_ADDRESS("service.new-address-mailed-to-both"),
    REQUEST_OF_UNKNOWN_LOST("account.reset-request-tells-nothing"),
    REQUEST_TWICE("account.reset-request-tells-nothing"),
    EPOCH_STAYS("account.reset-ends-sessions", "account.password-change-ends-sessions", "auth.ended-session-refused"),
    PASSWORD_STAYS("account.reset-token-once", "account.reset-expires", "account.password-change-ends-sessions"),
    UNCLAIMED_STAYS("account.reset-claims-unclaimed"),
    CREATOR_STAYS("account.reset-claims-unclaimed"),
    SESSIONS_GO_ON("auth.ended-session-refused", "auth.log-out-ends-sessions"),
    EVERYBODYS_SESSIONS_END("account.reset-ends-sessions", "auth.log-out-ends-sessions"),
    CREDENTIALS_OUTLIVE_USER("auth.deleted-user-refused"),
    CREDENTIALS_OF_ANOTHER("auth.failures-alike"),
    CREDENTIALS_OF_NOBODY_REFUSED("auth.failures-alike"),
    EPOCH_MOVES("auth.token-opens-session"),
    RENEWAL_LOST("auth.old-hash-renewed"),
    RENEWAL_ENDS_SESSIONS("auth.old-hash-renewed"),
    RENEWAL_TOUCHES_USER("auth.old-hash-renewed");

    private final String clauses;

    AccountFaults(String... clauses) {
        this.clauses = String.join(" ", clauses);
    }

    Stream<String> clauses() {
        return Arrays.stream(clauses.split(" ")).filter(clause -> !clause.isEmpty());
    }

    Storage plantedIn(Storage sound) {
        FaultyAccountStorage faulty = new FaultyAccountStorage(this);
        return new ForwardingStorage(sound, faulty.plantedIn(sound, false)) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                return sound.inTransaction((UnitOfWork unit) -> work.in(faulty.plantedIn(unit, true)));
            }
        };
    }
}
