package dev.roster.application.port.delivery;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;

/**
 * Sends mail. Called by the relay, never inside a transaction.
 *
 * <p>The relay sends a mail again, with the same message id, if a delivery failed or its success was not recorded.
 * Recipients can use the id to drop duplicates ({@code mail.duplicates-recognizable}).
 *
 * <p>A mail is sent to its recipient only, with its complete content ({@code mail.received-as-sent}); readers can tell
 * the kinds of mails apart ({@code mail.kind-recognizable}). It shows the instant at which its secret expires or the
 * change happened ({@code mail.times-shown}). Names of any
 * script are preserved ({@code mail.unicode-preserved}). Line breaks and other control characters in a name cannot add
 * header fields ({@code mail.no-header-injection}). The name is empty if the email address is not verified; the
 * greeting is without a name then ({@code mail.empty-name-omitted}). Secrets are never logged
 * ({@code mail.secrets-not-logged}).
 *
 * <p>Every method throws {@link DeliveryFailedException} if the mail was not handed over
 * ({@code mail.failure-reported}). The failure is {@linkplain DeliveryFailedException#isPermanent() permanent} if the
 * mail was rejected and would be rejected again, such as a mail to a mailbox that does not exist
 * ({@code mail.rejection-permanent}). It is temporary if the mail server is unreachable or does not respond
 * ({@code mail-outage.calls-fail-typed}). No mail whose call returned is lost, and no call delivers two mails
 * ({@code mail-outage.acknowledged-mails-kept}); after an outage the service works again without a restart
 * ({@code mail-outage.recovers-without-restart}). No exception and no log entry of an outage contains the secret
 * ({@code mail-outage.secrets-not-revealed}). Implementations are safe for
 * use by multiple threads ({@code mail.threads-independent}).
 */
public interface EmailService {

    /**
     * Sends a mail with the token that verifies the recipient's email address.
     *
     * @param id the message's id; the same at each attempt
     * @param token the secret that the recipient must present
     * @param expiresAt first instant at which the secret is no longer valid
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendVerificationEmail(MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt);

    /**
     * Sends a mail with the token that allows its recipient to set a new password.
     *
     * @param id the message's id; the same at each attempt
     * @param token the secret that the recipient must present
     * @param expiresAt first instant at which the secret is no longer valid
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendPasswordResetEmail(MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt);

    /**
     * Informs the owner of an account that its password was changed, so that a change by an attacker is noticed.
     *
     * @param id the message's id; the same at each attempt
     * @param at when the password was changed
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at);

    /**
     * Informs the previous email address of an account that the account has a new one.
     *
     * @param id the message's id; the same at each attempt
     * @param to the previous email address
     * @param changedTo the new email address
     * @param at when the email address was changed
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendEmailChangedEmail(MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at);
}
