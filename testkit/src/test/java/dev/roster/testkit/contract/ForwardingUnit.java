package dev.roster.testkit.contract;

import dev.roster.application.port.CommentRepository;
import dev.roster.application.port.CredentialsRepository;
import dev.roster.application.port.OneTimeTokenRepository;
import dev.roster.application.port.Outbox;
import dev.roster.application.port.PostRepository;
import dev.roster.application.port.UnitOfWork;
import dev.roster.application.port.UserRepository;

/** Does what another unit of work does, but for the fault that a subclass plants. */
class ForwardingUnit implements UnitOfWork {
    private final UnitOfWork sound;

    ForwardingUnit(UnitOfWork sound) {
        this.sound = sound;
    }

    @Override
    public UserRepository users() {
        return sound.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return sound.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return sound.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return sound.posts();
    }

    @Override
    public CommentRepository comments() {
        return sound.comments();
    }

    @Override
    public Outbox outbox() {
        return sound.outbox();
    }
}
