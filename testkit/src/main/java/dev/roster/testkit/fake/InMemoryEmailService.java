package dev.roster.testkit.fake;

import dev.roster.application.port.EmailService;
import dev.roster.application.port.MessageId;
import dev.roster.application.port.OneTimeSecret;
import dev.roster.domain.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the mails it is given. */
public final class InMemoryEmailService implements EmailService {

    private final List<Mail> delivered = new CopyOnWriteArrayList<>();

    /** With no mails yet. */
    public InMemoryEmailService() {}

    /** The mails so far, the oldest first, repeats included. */
    public List<Mail> delivered() {
        return List.copyOf(delivered);
    }

    @Override
    public void sendVerificationEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        delivered.add(new Mail(id, to, name, token, expiresAt));
    }

    /** A verification mail. */
    public record Mail(MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {}
}
