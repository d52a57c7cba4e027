package dev.roster.bootstrap.mail;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.EmailAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;

/**
 * A mail that is ready to be delivered.
 *
 * @param message the complete message, to one recipient
 * @param requiresSmtpUtf8 whether the recipient's address requires the extension SMTPUTF8
 * @param secret text that must not appear in logs and errors, such as a token
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
