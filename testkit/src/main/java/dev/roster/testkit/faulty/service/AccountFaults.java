package dev.roster.testkit.faulty.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.util.List;

/** Planted faults of storages in account operations, each with the clauses that must detect it. */
public enum AccountFaults implements PlantedFault {
    @Fault("Lets a token be used again.")
    TOKEN_REUSABLE("account.verification-token-single-use", "account.reset-token-single-use"),
    @Fault("Consumes a token when it is looked up.")
    TOKEN_CONSUMED_BY_LOOKUP("account.verification-names-account", "account.reset-token-names-account"),
    @Fault("Reports users as deleted that it keeps.")
    DELETION_LOST("account.disowned-account-deleted", "service.deleted-not-found"),
    @Fault("Finds the newest user for each token.")
    TOKEN_OF_OTHER_USER("account.verification-token-single-use"),
    @Fault("Accepts tokens for another purpose.")
    TOKEN_PURPOSE_IGNORED("account.verification-token-expires"),
    @Fault("Accepts expired tokens.")
    TOKEN_NEVER_EXPIRES("account.verification-token-expires", "account.reset-token-expires"),
    @Fault("Rejects tokens one microsecond before they expire.")
    TOKEN_EXPIRES_EARLY("account.verification-token-expires", "account.reset-token-expires"),
    @Fault("Accepts revoked tokens.")
    REVOKED_TOKEN_WORKS(
            "account.verification-ends-other-tokens",
            "service.new-email-unverified",
            "service.verification-resent",
            "service.old-email-gets-no-token",
            "service.claim-ends-rights-of-creator",
            "account.reset-token-single-use",
            "account.password-change-ends-sessions",
            "service.email-change-mailed-to-both"),
    @Fault("Finds a user for any token.")
    ANY_TOKEN_FOUND("account.invalid-token-hashes-nothing"),
    @Fault("Stores users as unverified.")
    VERIFIED_LOST("account.verification-token-single-use"),
    @Fault("Finds and locks users as unverified.")
    VERIFIED_NOT_RETURNED("service.verification-resent"),
    @Fault("Keeps the earlier role in updates.")
    ROLE_LOST("service.admin-granted-and-revoked", "service.revoked-admin-changes-nothing"),
    @Fault("Finds email addresses in their stored case only.")
    EMAIL_CASE_SENSITIVE("service.reset-token-mailed"),
    @Fault("Finds another user for an unknown email address.")
    UNKNOWN_EMAIL_FOUND("auth.failures-indistinguishable"),
    @Fault("Stores no audit events.")
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
    @Fault("Stores each audit event twice.")
    EVENT_DUPLICATED(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.verification-token-single-use",
            "service.admin-granted-and-revoked",
            "auth.logins-recorded"),
    @Fault("Stores audit events without the client address.")
    EVENT_WITHOUT_CLIENT_ADDRESS(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.verification-token-single-use",
            "service.reset-token-mailed",
            "service.reset-of-unknown-accepted",
            "account.password-change-ends-sessions",
            "auth.logins-recorded"),
    @Fault("Stores audit events without the user.")
    EVENT_WITHOUT_USER(
            "service.created-account-recorded",
            "service.changes-by-others-recorded",
            "account.reset-ends-sessions",
            "auth.logins-recorded"),
    @Fault("Stores audit events without the acting user.")
    EVENT_WITHOUT_ACTOR("service.created-account-recorded", "service.changes-by-others-recorded"),
    @Fault("Stores no messages about mails.")
    MAIL_LOST(
            "service.verification-resent",
            "service.reset-token-mailed",
            "account.password-change-mailed",
            "service.email-change-mailed-to-both"),
    @Fault("Stores each message about a mail twice.")
    MAIL_DUPLICATED(
            "service.reset-token-mailed", "account.password-change-mailed", "service.email-change-mailed-to-both"),
    @Fault("Finds and locks users as verified.")
    VERIFIED_ASSUMED("service.unverified-mails-without-name", "service.admin-granted-to-verified-only"),
    @Fault("Addresses the notice about a changed email address to the new one.")
    CHANGE_NOTICE_TO_NEW_EMAIL("service.email-change-mailed-to-both"),
    @Fault("Stores reset and verification requests for known email addresses only.")
    REQUEST_OF_UNKNOWN_EMAIL_LOST(
            "account.reset-request-reveals-nothing", "account.verification-request-reveals-nothing"),
    @Fault("Stores each reset and verification request twice.")
    REQUEST_DUPLICATED("account.reset-request-reveals-nothing", "account.verification-request-reveals-nothing"),
    @Fault("Stores a new password without ending sessions.")
    EPOCH_NOT_RAISED(
            "account.reset-ends-sessions",
            "account.password-change-ends-sessions",
            "auth.ended-session-rejected",
            "auth.hint-revoked-with-sessions",
            "service.replaced-password-proves-nothing"),
    @Fault("Ends sessions without storing the new password.")
    PASSWORD_NOT_CHANGED(
            "account.reset-token-single-use",
            "account.reset-token-expires",
            "account.password-change-ends-sessions",
            "account.own-email-refused-as-password"),
    @Fault("Stores no password of an account that others created.")
    ACCOUNT_NOT_CLAIMED("account.reset-claims-account"),
    @Fault("Finds no claimed accounts.")
    CLAIMS_NOT_FOUND("service.email-visible-to-managers-only"),
    @Fault("Finds every user as an admin.")
    EVERYONE_IS_ADMIN("service.email-visible-to-managers-only"),
    @Fault("Finds claimed accounts as unclaimed.")
    CREATOR_NOT_REMOVED("account.reset-claims-account"),
    @Fault("Reports sessions as ended that continue.")
    SESSIONS_NOT_ENDED(
            "auth.ended-session-rejected",
            "auth.logout-ends-sessions",
            "auth.hint-revoked-with-sessions",
            "auth.ended-session-changes-nothing"),
    @Fault("Ends the sessions of all users together.")
    SESSIONS_OF_ALL_USERS_ENDED("account.reset-ends-sessions", "auth.logout-ends-sessions"),
    @Fault("Finds the credentials of deleted users.")
    CREDENTIALS_KEPT_AFTER_USER("auth.deleted-user-rejected"),
    @Fault("Finds the credentials of another user where there are none.")
    CREDENTIALS_OF_OTHER_USER("auth.failures-indistinguishable"),
    @Fault("Throws an exception where there are no credentials.")
    MISSING_CREDENTIALS_REJECTED("auth.failures-indistinguishable"),
    @Fault("Raises the session epoch with each read.")
    EPOCH_GROWS_WITH_READS("auth.token-identifies-caller"),
    @Fault("Reports hashes as renewed that it keeps.")
    RENEWAL_LOST("auth.outdated-hash-renewed", "auth.typed-password-hash-renewed"),
    @Fault("Ends sessions when a hash is renewed.")
    RENEWAL_ENDS_SESSIONS("auth.outdated-hash-renewed"),
    @Fault("Raises the version of a user when the hash is renewed.")
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
