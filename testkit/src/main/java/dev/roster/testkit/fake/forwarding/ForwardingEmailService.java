package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;

/** Email service that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingEmailService implements EmailService {

    /** Receives the calls. */
    protected final EmailService sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingEmailService(EmailService sound) {
        this.sound = sound;
    }

    @Override
    public void sendVerificationEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        sound.sendVerificationEmail(id, to, name, token, expiresAt);
    }

    @Override
    public void sendPasswordResetEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        sound.sendPasswordResetEmail(id, to, name, token, expiresAt);
    }

    @Override
    public void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at) {
        sound.sendPasswordChangedEmail(id, to, name, at);
    }

    @Override
    public void sendEmailChangedEmail(MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at) {
        sound.sendEmailChangedEmail(id, to, name, changedTo, at);
    }
}
