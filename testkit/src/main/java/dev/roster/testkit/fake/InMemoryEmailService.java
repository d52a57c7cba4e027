package dev.roster.testkit.fake;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Fake of the email service: keeps delivered mails in a list. Safe for use by multiple threads. */
public final class InMemoryEmailService implements EmailService {

    private final List<Mail> delivered = new CopyOnWriteArrayList<>();
    private final Set<EmailAddress> rejected = ConcurrentHashMap.newKeySet();
    private volatile boolean reachable = true;

    /** Makes every delivery fail ({@code false}), or succeed again ({@code true}). */
    public void setReachable(boolean changed) {
        reachable = changed;
    }

    /** Makes every delivery to this recipient fail permanently. */
    public void reject(EmailAddress recipient) {
        rejected.add(recipient);
    }

    /** Returns all delivered mails, the oldest first, including repeated deliveries. */
    public List<Mail> delivered() {
        return List.copyOf(delivered);
    }

    /** Returns the delivered mails of one kind, the oldest first. */
    public List<Mail> delivered(Kind kind) {
        return delivered.stream().filter(mail -> mail.kind() == kind).toList();
    }

    /** Returns the token of the latest mail of that kind. */
    public OneTimeSecret latestToken(Kind kind) {
        List<Mail> mails = delivered(kind);
        return mails.get(mails.size() - 1).token().orElseThrow();
    }

    @Override
    public void sendVerificationEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        deliver(new Mail(Kind.VERIFICATION, id, to, name, Optional.of(token), expiresAt, Optional.empty()));
    }

    @Override
    public void sendPasswordResetEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        deliver(new Mail(Kind.PASSWORD_RESET, id, to, name, Optional.of(token), expiresAt, Optional.empty()));
    }

    @Override
    public void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at) {
        deliver(new Mail(Kind.PASSWORD_CHANGED, id, to, name, Optional.empty(), at, Optional.empty()));
    }

    @Override
    public void sendEmailChangedEmail(MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at) {
        deliver(new Mail(Kind.EMAIL_CHANGED, id, to, name, Optional.empty(), at, Optional.of(changedTo)));
    }

    private void deliver(Mail mail) {
        if (!reachable) {
            throw new DeliveryFailedException("the mail server is unreachable");
        }
        if (rejected.contains(mail.to())) {
            throw DeliveryFailedException.permanent("the mail server rejects this recipient");
        }
        delivered.add(mail);
    }

    /** Kind of a mail. */
    public enum Kind {
        /** Asks the user to verify the email address. */
        VERIFICATION,
        /** Lets the user set a new password. */
        PASSWORD_RESET,
        /** Reports that the password has changed. */
        PASSWORD_CHANGED,
        /** Reports that the email address has changed. */
        EMAIL_CHANGED
    }

    /**
     * Delivered mail.
     *
     * @param token the secret in the mail; empty if there is none
     * @param at when the secret expires; without a secret, when the reported change happened
     * @param newEmail the new email address, in mails of kind {@link Kind#EMAIL_CHANGED}
     */
    public record Mail(
            Kind kind,
            MessageId id,
            EmailAddress to,
            String name,
            Optional<OneTimeSecret> token,
            Instant at,
            Optional<EmailAddress> newEmail) {}
}
