package dev.roster.testkit.fake;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the mails it is given. */
public final class InMemoryEmailService implements EmailService {

    private final List<Mail> delivered = new CopyOnWriteArrayList<>();
    private volatile boolean reachable = true;

    /** With no mails yet. */
    public InMemoryEmailService() {}

    /** Cuts it off, so that every delivery fails, or brings it back. */
    public void setReachable(boolean changed) {
        reachable = changed;
    }

    /** The mails so far, the oldest first, repeats included. */
    public List<Mail> delivered() {
        return List.copyOf(delivered);
    }

    /** Those of one kind, the oldest first. */
    public List<Mail> delivered(Kind kind) {
        return delivered.stream().filter(mail -> mail.kind() == kind).toList();
    }

    /** The token of the latest mail of that kind. */
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
            throw new DeliveryFailedException("the mail server is out of reach");
        }
        delivered.add(mail);
    }

    /** What a mail is about. */
    public enum Kind {
        /** To verify an address. */
        VERIFICATION,
        /** To set a new password. */
        PASSWORD_RESET,
        /** That there is a new password. */
        PASSWORD_CHANGED,
        /** That there is another address. */
        EMAIL_CHANGED
    }

    /**
     * A mail.
     *
     * @param token the secret it carries, if it does
     * @param at when its secret expires, or if it carries none, when that happened of which it tells
     * @param newEmail the address since then, if it is about that
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
