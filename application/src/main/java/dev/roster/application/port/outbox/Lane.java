package dev.roster.application.port.outbox;

/** Groups messages for delivery. Messages of one lane do not wait for those of another. */
public enum Lane {
    /** Messages that are fast to deliver. Databases store this lane as {@code PROMPT}. */
    DEFAULT,
    /** Cache invalidations: until one is delivered, reads may be stale. */
    CACHE,
    /** Mails: mail servers may be slow. */
    MAIL
}
