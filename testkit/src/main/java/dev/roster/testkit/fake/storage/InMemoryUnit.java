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

/** Unit of work whose repositories share one kind of access. */
class InMemoryUnit implements UnitOfWork {

    private final UserRepository users;
    private final CredentialsRepository credentials;
    private final OneTimeTokenRepository tokens;
    private final PostRepository posts;
    private final CommentRepository comments;
    private final AuditLog audit;
    private final Outbox outbox;

    InMemoryUnit(InMemoryAccess access, InMemoryIds ids) {
        users = new InMemoryUserRepository(access, ids::nextUser);
        credentials = new InMemoryCredentialsRepository(access);
        tokens = new InMemoryOneTimeTokenRepository(access);
        posts = new InMemoryPostRepository(access, ids::nextPost);
        comments = new InMemoryCommentRepository(access, ids::nextComment);
        audit = new InMemoryAuditLog(access);
        outbox = message -> {
            Objects.requireNonNull(message, "message");
            access.write(state -> state.outbox.put(message.id().value(), new Queued(message)));
        };
    }

    @Override
    public UserRepository users() {
        return users;
    }

    @Override
    public CredentialsRepository credentials() {
        return credentials;
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return tokens;
    }

    @Override
    public PostRepository posts() {
        return posts;
    }

    @Override
    public CommentRepository comments() {
        return comments;
    }

    @Override
    public AuditLog auditLog() {
        return audit;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }
}
