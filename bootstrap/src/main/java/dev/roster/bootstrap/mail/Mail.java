package dev.roster.bootstrap.mail;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.EmailAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;

/**
 * A mail ready to go.
 *
 * @param message what goes, to one recipient
 * @param requiresSmtpUtf8 whether its addresses need the extension SMTPUTF8
 * @param secret what must show nowhere but in the mail
 */
record Mail(
        MailKind kind,
        MessageId id,
        EmailAddress to,
        MimeMessage message,
        boolean requiresSmtpUtf8,
        Optional<String> secret) {

    @Override
    public String toString() {
        return "mail to " + to + " (" + kind.label() + ")";
    }
}
