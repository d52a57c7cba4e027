package dev.roster.application.port.outbox;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Groups messages for delivery. Messages of one lane do not wait for those of another. Each kind of mail has a lane of
 * its own, so that a bulk of one kind does not delay the others.
 */
public enum Lane {
    /** Messages that are fast to deliver. Databases store this lane as {@code PROMPT}. */
    DEFAULT,
    /** Cache invalidations: until one is delivered, reads may be stale. */
    CACHE,
    /** Verifications of email addresses: requests and mails. Databases store this lane as {@code MAIL}. */
    VERIFICATION,
    /** Password resets: requests and mails. */
    PASSWORD_RESET,
    /** Mails that report a password change. */
    PASSWORD_CHANGED,
    /** Mails that report a change of an email address. */
    EMAIL_CHANGED;

    /** The lanes with mails: mail servers may be slow. */
    public static final Set<Lane> MAILS = Collections.unmodifiableSet(EnumSet.range(VERIFICATION, EMAIL_CHANGED));
}
