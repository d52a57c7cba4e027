package dev.roster.adapters.jdbc;

import dev.roster.application.port.AuditLog;
import dev.roster.application.port.CommentRepository;
import dev.roster.application.port.CredentialsRepository;
import dev.roster.application.port.OneTimeTokenRepository;
import dev.roster.application.port.Outbox;
import dev.roster.application.port.PostRepository;
import dev.roster.application.port.UnitOfWork;
import dev.roster.application.port.UserRepository;

/** The repositories over one way of running their statements. */
record JooqUnitOfWork(
        UserRepository users,
        CredentialsRepository credentials,
        OneTimeTokenRepository oneTimeTokens,
        PostRepository posts,
        CommentRepository comments,
        AuditLog auditLog,
        Outbox outbox)
        implements UnitOfWork {

    /** Each call on its own. */
    JooqUnitOfWork(SingleCalls calls) {
        this(calls, new JooqOutbox(calls));
    }

    JooqUnitOfWork(Statements statements, Outbox outbox) {
        this(
                new JooqUserRepository(statements),
                new JooqCredentialsRepository(statements),
                new JooqOneTimeTokenRepository(statements),
                new JooqPostRepository(statements),
                new JooqCommentRepository(statements),
                new JooqAuditLog(statements),
                outbox);
    }
}
