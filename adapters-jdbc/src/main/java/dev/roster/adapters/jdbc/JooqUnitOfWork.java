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
import java.util.function.Function;

/** Repositories of one transaction, or of calls that commit by themselves. */
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
        this(rows -> statements, outbox);
    }

    /**
     * Creates repositories with statements of their own.
     *
     * @param statements returns the statements of a repository, given the name of its rows
     */
    JooqUnitOfWork(Function<String, Statements> statements, Outbox outbox) {
        this(
                new JooqUserRepository(statements.apply("users")),
                new JooqCredentialsRepository(statements.apply("credentials")),
                new JooqOneTimeTokenRepository(statements.apply("tokens")),
                new JooqPostRepository(statements.apply("posts")),
                new JooqCommentRepository(statements.apply("comments")),
                new JooqAuditLog(statements.apply("audit events")),
                outbox);
    }
}
