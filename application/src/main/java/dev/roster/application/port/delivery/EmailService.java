package dev.roster.application.port.delivery;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;

/**
 * Sends mail. Called by the relay, never inside a transaction, and again with the same message id if a delivery failed
 * or its success was not noted; the id lets recipients drop repeats ({@code mail.duplicates-recognizable}).
 *
 * <p>A mail comes to its recipient alone, with all that it is to tell ({@code mail.received-as-sent}), whatever the script
 * of the name ({@code mail.unicode-preserved}); a name that holds line breaks or other controls adds nothing to its
 * header ({@code mail.no-header-injection}). No secret appears in a log. Every method throws
 * {@link DeliveryFailedException} if the mail was not handed over, where trying later may help
 * ({@code mail.failure-reported}). Safe for use by many threads.
 */
public interface EmailService {

    /**
     * Sends the mail that lets its recipient verify their address.
     *
     * @param id the message's id, the same at each repeat
     * @param token the secret the recipient has to show
     * @param expiresAt when the secret is good no more
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendVerificationEmail(MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt);

    /**
     * Sends the mail that lets its recipient set a new password.
     *
     * @param id the message's id, the same at each repeat
     * @param token the secret the recipient has to show
     * @param expiresAt when the secret is good no more
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendPasswordResetEmail(MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt);

    /**
     * Tells that the account has a new password, for who did not set it.
     *
     * @param id the message's id, the same at each repeat
     * @param at when it was set
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at);

    /**
     * Tells the address that an account had that it has another one now.
     *
     * @param id the message's id, the same at each repeat
     * @param to the address before
     * @param changedTo the address since
     * @param at when it was changed
     * @throws DeliveryFailedException if the mail was not handed over ({@code mail.failure-reported})
     */
    void sendEmailChangedEmail(MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at);
}
