package com.example.sqlite;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;

/** The repositories on one session. */
record SqliteUnit(
        UserRepository users,
        CredentialsRepository credentials,
        OneTimeTokenRepository oneTimeTokens,
        PostRepository posts,
        CommentRepository comments,
        AuditLog auditLog,
        Outbox outbox)
        implements UnitOfWork {

    SqliteUnit(Session session) {
        this(
                new SqliteUsers(session),
                new SqliteCredentials(session),
                new SqliteTokens(session),
                new SqlitePosts(session),
                new SqliteComments(session),
                new SqliteAuditLog(session),
                new SqliteOutbox(session));
    }
}
