package dev.roster.testkit.faulty.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.util.List;

/** Planted faults of storages in account operations, each with the clauses that must detect it. */
public enum AccountFaults implements PlantedFault {
    NONE,
    TOKEN_REUSABLE("account.verification-token-single-use", "account.reset-token-single-use"),
    TOKEN_CONSUMED_BY_LOOKUP("account.verification-names-account"),
    DELETION_LOST("account.disowned-account-deleted"),
    TOKEN_OF_OTHER_USER("account.verification-token-single-use"),
    TOKEN_PURPOSE_IGNORED("account.verification-token-expires"),
    TOKEN_NEVER_EXPIRES("account.verification-token-expires", "account.reset-token-expires"),
    TOKEN_EXPIRES_EARLY("account.verification-token-expires", "account.reset-token-expires"),
    REVOKED_TOKEN_WORKS(
            "service.verification-resent",
            "service.old-email-gets-no-token",
            "service.claim-ends-rights-of-creator",
            "account.reset-token-single-use",
            "account.password-change-ends-sessions",
            "service.email-change-mailed-to-both"),
    ANY_TOKEN_FOUND("account.invalid-token-hashes-nothing"),
    VERIFIED_LOST("account.verification-token-single-use"),
    VERIFIED_NOT_RETURNED("service.verification-resent"),
    ROLE_LOST("service.admin-granted-and-revoked", "service.revoked-admin-changes-nothing"),
    EMAIL_CASE_SENSITIVE("service.reset-token-mailed"),
    UNKNOWN_EMAIL_FOUND("auth.failures-indistinguishable"),
    EVENT_LOST(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.verification-token-single-use",
            "service.reset-token-mailed",
            "service.reset-of-unknown-accepted",
            "account.reset-ends-sessions",
            "account.password-change-ends-sessions",
            "service.email-change-mailed-to-both",
            "service.admin-granted-and-revoked",
            "auth.logins-recorded",
            "auth.logout-ends-sessions"),
    EVENT_DUPLICATED(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.verification-token-single-use",
            "service.admin-granted-and-revoked",
            "auth.logins-recorded"),
    EVENT_WITHOUT_CLIENT_ADDRESS(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.verification-token-single-use",
            "service.reset-token-mailed",
            "service.reset-of-unknown-accepted",
            "account.password-change-ends-sessions",
            "auth.logins-recorded"),
    EVENT_WITHOUT_USER(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.reset-ends-sessions",
            "auth.logins-recorded"),
    EVENT_WITHOUT_ACTOR("service.created-account-recorded", "service.changes-by-others-recorded"),
    MAIL_LOST(
            "service.verification-resent",
            "service.reset-token-mailed",
            "account.password-change-mailed",
            "service.email-change-mailed-to-both"),
    MAIL_DUPLICATED(
            "service.reset-token-mailed", "account.password-change-mailed", "service.email-change-mailed-to-both"),
    VERIFIED_ASSUMED("service.unverified-mails-without-name", "service.admin-granted-to-verified-only"),
    CHANGE_NOTICE_TO_NEW_EMAIL("service.email-change-mailed-to-both"),
    REQUEST_OF_UNKNOWN_EMAIL_LOST("account.reset-request-reveals-nothing"),
    REQUEST_DUPLICATED("account.reset-request-reveals-nothing"),
    EPOCH_NOT_RAISED(
            "account.reset-ends-sessions",
            "account.password-change-ends-sessions",
            "auth.ended-session-rejected",
            "auth.hint-revoked-with-sessions",
            "service.replaced-password-proves-nothing"),
    PASSWORD_NOT_CHANGED(
            "account.reset-token-single-use",
            "account.reset-token-expires",
            "account.password-change-ends-sessions",
            "account.own-email-refused-as-password"),
    ACCOUNT_NOT_CLAIMED("account.reset-claims-account"),
    CLAIMS_NOT_FOUND("service.email-visible-to-managers-only"),
    EVERYONE_IS_ADMIN("service.email-visible-to-managers-only"),
    CREATOR_NOT_REMOVED("account.reset-claims-account"),
    SESSIONS_NOT_ENDED(
            "auth.ended-session-rejected",
            "auth.logout-ends-sessions",
            "auth.hint-revoked-with-sessions",
            "auth.ended-session-changes-nothing"),
    SESSIONS_OF_ALL_USERS_ENDED("account.reset-ends-sessions", "auth.logout-ends-sessions"),
    CREDENTIALS_KEPT_AFTER_USER("auth.deleted-user-rejected"),
    CREDENTIALS_OF_OTHER_USER("auth.failures-indistinguishable"),
    MISSING_CREDENTIALS_REJECTED("auth.failures-indistinguishable"),
    EPOCH_GROWS_WITH_READS("auth.token-identifies-caller"),
    RENEWAL_LOST("auth.outdated-hash-renewed", "auth.typed-password-hash-renewed"),
    RENEWAL_ENDS_SESSIONS("auth.outdated-hash-renewed"),
    RENEWAL_CHANGES_USER("auth.outdated-hash-renewed");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    AccountFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(Storage sound) {
        FaultyAccountStorage faulty = new FaultyAccountStorage(this);
        return new ForwardingStorage(sound, faulty.plantedIn(sound, false)) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                return sound.inTransaction((UnitOfWork unit) -> work.execute(faulty.plantedIn(unit, true)));
            }
        };
    }
}
