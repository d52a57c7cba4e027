package dev.roster.testkit.fake.storage;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.fake.storage.InMemoryState.Queued;
import java.util.Objects;

/** Unit of work of the in-memory repositories. */
record InMemoryUnit(
        UserRepository users,
        CredentialsRepository credentials,
        OneTimeTokenRepository oneTimeTokens,
        PostRepository posts,
        CommentRepository comments,
        AuditLog auditLog,
        Outbox outbox)
        implements UnitOfWork {

    /** Creates a unit of work whose repositories share one kind of access. */
    InMemoryUnit(InMemoryAccess access, InMemoryIds ids) {
        this(
                new InMemoryUserRepository(access, ids::nextUser),
                new InMemoryCredentialsRepository(access),
                new InMemoryOneTimeTokenRepository(access),
                new InMemoryPostRepository(access, ids::nextPost),
                new InMemoryCommentRepository(access, ids::nextComment),
                new InMemoryAuditLog(access),
                message -> {
                    Objects.requireNonNull(message, "message");
                    access.write(state -> state.outbox.put(message.id().value(), new Queued(message)));
                });
    }
}
