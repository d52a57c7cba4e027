package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.function.Supplier;

/** Composes mails from templates. Thread-safe. */
public final class MailComposer {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final MailSender sender;
    private final MailTemplates templates;
    private final Supplier<URI> publicUrl;
    private final InstantSource clock;
    private final Session asciiSession = Session.getInstance(new Properties());
    private final Session utf8Session;

    /**
     * Creates a composer.
     *
     * @param sender the sender of all mails
     * @param templates the templates of subjects and bodies
     * @param publicUrl base URL of links, called once for each mail with a link
     * @param clock source of the {@code Date} header
     */
    public MailComposer(MailSender sender, MailTemplates templates, Supplier<URI> publicUrl, InstantSource clock) {
        this.sender = sender;
        this.templates = templates;
        this.publicUrl = publicUrl;
        this.clock = clock;
        Properties allowed = new Properties();
        allowed.setProperty("mail.mime.allowutf8", "true");
        this.utf8Session = Session.getInstance(allowed);
    }

    /** Returns the sender of all mails. */
    MailSender sender() {
        return sender;
    }

    /** Returns a mail with a link that contains a token. */
    Mail composeWithLink(
            MailKind kind, MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        String base = publicUrl.get().toString().replaceFirst("/$", "");
        String link = base + kind.page() + "?token=" + token.value();
        Map<String, String> values = Map.of("link", link, "expiresAt", TIME.format(expiresAt));
        return compose(kind, id, to, name, values, Optional.of(token.value()));
    }

    Mail composePasswordChanged(MessageId id, EmailAddress to, String name, Instant at) {
        Map<String, String> values = Map.of("at", TIME.format(at));
        return compose(MailKind.PASSWORD_CHANGED, id, to, name, values, Optional.empty());
    }

    Mail composeEmailChanged(MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at) {
        Map<String, String> values = Map.of("changedTo", changedTo.value(), "at", TIME.format(at));
        return compose(MailKind.EMAIL_CHANGED, id, to, name, values, Optional.empty());
    }

    private Mail compose(
            MailKind kind,
            MessageId id,
            EmailAddress to,
            String name,
            Map<String, String> more,
            Optional<String> secret) {
        String shown = HeaderText.oneLine(name);
        RenderedMail text = templates.render(kind, shown, more);
        boolean needsUtf8 = !MailAddresses.hasAsciiLocalPart(to);
        try {
            MimeMessage message =
                    new FixedIdMessage(needsUtf8 ? utf8Session : asciiSession, "<" + id + "@" + sender.domain() + ">");
            message.setFrom(sender.toInternetAddress());
            message.setRecipient(RecipientType.TO, MailAddresses.toInternetAddress(MailAddresses.toAscii(to), shown));
            message.setSubject(HeaderText.encode(text.subject()), StandardCharsets.UTF_8.name());
            message.setHeader("Date", sentDate());
            // Prevents automatic replies (RFC 3834).
            message.setHeader("Auto-Submitted", "auto-generated");
            // Mail readers show the last part that they support (RFC 2046).
            message.setContent(new MimeMultipart("alternative", part(text.text(), "plain"), part(text.html(), "html")));
            message.saveChanges();
            return new Mail(kind, id, to, message, needsUtf8, secret);
        } catch (MessagingException | IllegalArgumentException impossible) {
            throw DeliveryFailedException.permanent("the mail cannot be composed: " + impossible.getMessage());
        }
    }

    /** Returns the current time in UTC; {@code setSentDate} would tell the recipients the zone of this machine. */
    private String sentDate() {
        MailDateFormat format = new MailDateFormat();
        format.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
        return format.format(Date.from(clock.instant()));
    }

    private static BodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text.replaceAll("\r\n?|\n", "\r\n"), StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    /** Message with a fixed id; the library would generate a new id each time. */
    private static final class FixedIdMessage extends MimeMessage {

        private final String messageId;

        FixedIdMessage(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }
}
