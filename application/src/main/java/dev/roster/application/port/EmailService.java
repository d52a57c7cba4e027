package dev.roster.application.port;

import dev.roster.domain.EmailAddress;
import java.time.Instant;

/**
 * Sends mail. Called by the relay, never inside a transaction, and again with the same message id if a delivery failed
 * or its success was not noted; the id lets recipients drop repeats.
 */
public interface EmailService {

    /**
     * Sends the mail that lets its recipient verify their address.
     *
     * @param id the message's id, the same at each repeat
     * @param token the secret the recipient has to show; must not appear in a log
     * @param expiresAt when the secret is good no more
     * @throws DeliveryFailedException if the mail was not handed over; trying later may help
     */
    void sendVerificationEmail(MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt);
}
