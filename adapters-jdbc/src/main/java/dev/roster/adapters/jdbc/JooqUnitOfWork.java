package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.JooqAuditLog;
import dev.roster.adapters.jdbc.repository.JooqCommentRepository;
import dev.roster.adapters.jdbc.repository.JooqCredentialsRepository;
import dev.roster.adapters.jdbc.repository.JooqOneTimeTokenRepository;
import dev.roster.adapters.jdbc.repository.JooqPostRepository;
import dev.roster.adapters.jdbc.repository.JooqUserRepository;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;

/** Repositories that share one way of running their statements. */
record JooqUnitOfWork(
        UserRepository users,
        CredentialsRepository credentials,
        OneTimeTokenRepository oneTimeTokens,
        PostRepository posts,
        CommentRepository comments,
        AuditLog auditLog,
        Outbox outbox)
        implements UnitOfWork {

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
