package dev.roster.application.port.storage;

import dev.roster.application.port.outbox.Outbox;

/**
 * The repositories and the outbox inside one transaction. On a {@link Storage}, each call is a transaction of its own.
 * A repository belongs to the unit of work that returned it, and is rejected in the same cases as the unit of work; see
 * {@link Storage#inTransaction}.
 */
public interface UnitOfWork {

    /** Returns the repository of users. */
    UserRepository users();

    /** Returns the repository of the users' credentials. */
    CredentialsRepository credentials();

    /** Returns the repository of one-time tokens. */
    OneTimeTokenRepository oneTimeTokens();

    /** Returns the repository of posts. */
    PostRepository posts();

    /** Returns the repository of comments. */
    CommentRepository comments();

    /** Returns the log of security events. */
    AuditLog auditLog();

    /** Returns the outbox; its messages are delivered after the commit. */
    Outbox outbox();
}
