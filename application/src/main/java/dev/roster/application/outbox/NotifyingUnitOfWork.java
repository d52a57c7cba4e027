package dev.roster.application.outbox;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import java.util.function.Consumer;

/** Unit of work that reports the lane of each message appended to the outbox. Everything else is delegated. */
class NotifyingUnitOfWork implements UnitOfWork {

    private final UnitOfWork unit;
    private final Consumer<Lane> onAppended;

    NotifyingUnitOfWork(UnitOfWork unit, Consumer<Lane> onAppended) {
        this.unit = unit;
        this.onAppended = onAppended;
    }

    @Override
    public Outbox outbox() {
        Outbox outbox = unit.outbox();
        return message -> {
            outbox.append(message);
            onAppended.accept(message.lane());
        };
    }

    @Override
    public UserRepository users() {
        return unit.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return unit.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return unit.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return unit.posts();
    }

    @Override
    public CommentRepository comments() {
        return unit.comments();
    }

    @Override
    public AuditLog auditLog() {
        return unit.auditLog();
    }
}
