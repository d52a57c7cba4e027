package dev.roster.bootstrap.mail;

import dev.roster.application.port.OptionalLibrary;
import dev.roster.application.port.delivery.EmailService;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How Roster's own mails are composed, and where they go.
 *
 * @param smtp the mail server; empty to write mails to the folder
 * @param folder folder for mails if there is no mail server; created with the first mail
 * @param sender sender of all mails
 * @param templates templates of subjects and bodies
 */
public record MailSettings(Optional<SmtpSettings> smtp, Path folder, MailSender sender, MailTemplates templates) {

    private static final MailSender LOCAL_SENDER = new MailSender("Roster", "roster@localhost.localdomain");

    private static final OptionalLibrary MIME = new OptionalLibrary(
            "jakarta/mail/Session.class", "org.eclipse.angus:jakarta.mail:2.0.5", "Roster's own mails");

    private static final OptionalLibrary TEMPLATES = new OptionalLibrary(
            "com/samskivert/mustache/Mustache.class", "com.samskivert:jmustache:1.16", "Roster's own mails");

    /** Rejects null values. */
    public MailSettings {
        Objects.requireNonNull(smtp, "smtp");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(templates, "templates");
    }

    /** Returns settings for mails that are written to files, from {@code roster@localhost.localdomain}. */
    public static MailSettings toFolder(Path folder) {
        return new MailSettings(Optional.empty(), folder, LOCAL_SENDER, builtInTemplates());
    }

    /** Returns settings for mails that are sent over SMTP. */
    public static MailSettings overSmtp(SmtpSettings server, MailSender sender) {
        return new MailSettings(Optional.of(server), Path.of(""), sender, builtInTemplates());
    }

    private static MailTemplates builtInTemplates() {
        MIME.require(MailSettings.class);
        TEMPLATES.require(MailSettings.class);
        return MailTemplates.builtIn();
    }

    /** Returns a copy with another sender. */
    public MailSettings withSender(MailSender other) {
        return new MailSettings(smtp, folder, other, templates);
    }

    /** Returns a copy with other templates. */
    public MailSettings withTemplates(MailTemplates others) {
        return new MailSettings(smtp, folder, sender, others);
    }

    /**
     * Creates the email service. A service that sends over SMTP is {@link AutoCloseable}.
     *
     * @param publicUrl base URL of links, called once for each mail with a link
     * @param clock source of the {@code Date} header
     */
    public EmailService newEmailService(Supplier<URI> publicUrl, InstantSource clock) {
        MailComposer messages = new MailComposer(sender, templates, publicUrl, clock);
        return smtp.<EmailService>map(server -> new SmtpEmailService(server, messages))
                .orElseGet(() -> new FolderEmailService(folder, messages, clock));
    }
}
