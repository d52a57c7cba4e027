package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;

/** Unit of work that forwards all calls. A subclass overrides some of them to pause, count or fail. */
public class ForwardingUnit implements UnitOfWork {

    private final UnitOfWork unit;

    /**
     * Creates an instance.
     *
     * @param unit receives the calls
     */
    public ForwardingUnit(UnitOfWork unit) {
        this.unit = unit;
    }

    /** Returns the unit of work that receives the next call. */
    protected UnitOfWork unit() {
        return unit;
    }

    @Override
    public UserRepository users() {
        return unit().users();
    }

    @Override
    public CredentialsRepository credentials() {
        return unit().credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return unit().oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return unit().posts();
    }

    @Override
    public CommentRepository comments() {
        return unit().comments();
    }

    @Override
    public AuditLog auditLog() {
        return unit().auditLog();
    }

    @Override
    public Outbox outbox() {
        return unit().outbox();
    }
}
