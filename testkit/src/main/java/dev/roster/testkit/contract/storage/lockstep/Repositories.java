package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;

/** The repositories of a unit of work, which a caller may keep longer than it should. */
record Repositories(
        UserRepository users,
        CredentialsRepository credentials,
        OneTimeTokenRepository oneTimeTokens,
        PostRepository posts,
        CommentRepository comments,
        AuditLog auditLog,
        Outbox outbox)
        implements UnitOfWork {

    static Repositories of(UnitOfWork unit) {
        return new Repositories(
                unit.users(),
                unit.credentials(),
                unit.oneTimeTokens(),
                unit.posts(),
                unit.comments(),
                unit.auditLog(),
                unit.outbox());
    }
}
