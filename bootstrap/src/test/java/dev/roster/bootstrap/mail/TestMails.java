package dev.roster.bootstrap.mail;

import dev.roster.testkit.contract.delivery.EmailServiceContract.Received;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Creates mails for tests and reads received ones. */
final class TestMails {

    static final Instant NOW = Instant.parse("2023-01-02T03:04:05Z");

    private TestMails() {}

    /** Returns a composer with the built-in templates. */
    static MailComposer composer() {
        return composer("https://roster.example.com");
    }

    static MailComposer composer(String publicUrl) {
        return new MailComposer(
                MailSender.parse("Roster <roster@example.com>"),
                MailTemplates.builtIn(),
                () -> URI.create(publicUrl),
                InstantSource.fixed(NOW));
    }

    static MimeMessage parse(String source) throws MessagingException {
        return new MimeMessage((Session) null, new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the mail as it is sent. */
    static String raw(MimeMessage message) throws IOException, MessagingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static Set<String> headers(MimeMessage message) throws MessagingException {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.list(message.getAllHeaders()).forEach(header -> names.add(header.getName()));
        return names;
    }

    /** Returns the mail as its recipients see it. */
    static Received received(List<String> recipients, MimeMessage message) throws IOException, MessagingException {
        return new Received(
                recipients,
                message.getMessageID(),
                headers(message),
                message.getSubject() + body(message, "text/plain"));
    }

    /** Returns the kind of a mail that was composed from the built-in templates, by its link or its subject. */
    static Kind kindOf(Received mail) {
        if (mail.text().contains("/verify-email?token=")) {
            return Kind.VERIFICATION;
        }
        if (mail.text().contains("/reset-password?token=")) {
            return Kind.PASSWORD_RESET;
        }
        return mail.text().startsWith("Your password was changed") ? Kind.PASSWORD_CHANGED : Kind.EMAIL_CHANGED;
    }

    /** Returns an instant as mails show it. */
    static String shown(Instant at) {
        return at.toString().substring(0, 16).replace('T', ' ') + " UTC";
    }

    /** Returns the decoded body of the given type. */
    static String body(MimeMessage message, String type) throws IOException, MessagingException {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType(type)) {
                return (String) part.getContent();
            }
        }
        throw new AssertionError("no part of type " + type);
    }
}
