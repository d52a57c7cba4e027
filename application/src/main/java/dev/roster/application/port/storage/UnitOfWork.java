package dev.roster.application.port.storage;

import dev.roster.application.port.outbox.Outbox;

/** The repositories and the outbox as seen inside one transaction, or, on a {@link Storage}, each call on its own. */
public interface UnitOfWork {

    /** The users. */
    UserRepository users();

    /** Their credentials. */
    CredentialsRepository credentials();

    /** The one-time tokens. */
    OneTimeTokenRepository oneTimeTokens();

    /** What they wrote. */
    PostRepository posts();

    /** The comments on that. */
    CommentRepository comments();

    /** What happened to the accounts. */
    AuditLog auditLog();

    /** What is to be delivered after the commit. */
    Outbox outbox();
}
