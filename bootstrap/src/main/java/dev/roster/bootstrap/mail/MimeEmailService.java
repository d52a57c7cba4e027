package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;

/** Base class of email services: composes each mail and leaves its delivery to subclasses. */
abstract class MimeEmailService implements EmailService {

    private final MailComposer composer;

    MimeEmailService(MailComposer messages) {
        this.composer = messages;
    }

    /**
     * Delivers a mail.
     *
     * @throws dev.roster.application.port.delivery.DeliveryFailedException if delivery failed
     */
    abstract void deliver(Mail mail);

    @Override
    public final void sendVerificationEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        deliver(composer.composeWithLink(MailKind.VERIFICATION, id, to, name, token, expiresAt));
    }

    @Override
    public final void sendPasswordResetEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        deliver(composer.composeWithLink(MailKind.PASSWORD_RESET, id, to, name, token, expiresAt));
    }

    @Override
    public final void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at) {
        deliver(composer.composePasswordChanged(id, to, name, at));
    }

    @Override
    public final void sendEmailChangedEmail(
            MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at) {
        deliver(composer.composeEmailChanged(id, to, name, changedTo, at));
    }
}
