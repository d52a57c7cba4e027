package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.bootstrap.mail.SmtpSettings.Credentials;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Hands mails to a server over SMTP, each on a connection of its own, within ten seconds or not at all. Thread-safe; holds
 * nothing that has to be given back.
 */
public final class SmtpEmailService extends MimeEmailService {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final SmtpSettings settings;
    private final SSLSocketFactory tls;
    private final Duration timeout;
    private final Session asciiSession;
    private final Session utf8Session;

    /** Nothing else ends a look-up of the host's name, or a server that answers drop by drop. */
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "smtp");
        thread.setDaemon(true);
        return thread;
    });

    /** Trusts the certificates that this Java trusts. */
    public SmtpEmailService(SmtpSettings settings, MailComposer messages) {
        this(settings, messages, (SSLSocketFactory) SSLSocketFactory.getDefault(), DEFAULT_TIMEOUT);
    }

    SmtpEmailService(SmtpSettings settings, MailComposer messages, SSLSocketFactory tls, Duration limit) {
        super(messages);
        this.settings = settings;
        this.tls = tls;
        this.timeout = limit;
        String domain = messages.sender().domain();
        this.asciiSession = session(domain, false);
        this.utf8Session = session(domain, true);
    }

    private Session session(String domain, boolean allowUtf8) {
        boolean starttls =
                settings.security() == Security.STARTTLS_REQUIRED || settings.security() == Security.STARTTLS_OFFERED;
        Properties properties = new Properties();
        properties.put("mail.mime.allowutf8", String.valueOf(allowUtf8));
        // Said at the start of each connection; left out, it would be looked up.
        properties.put("mail.smtp.localhost", domain);
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.starttls.enable", String.valueOf(starttls));
        properties.put(
                "mail.smtp.starttls.required", String.valueOf(settings.security() == Security.STARTTLS_REQUIRED));
        properties.put("mail.smtp.ssl.socketFactory", tls);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // Once the mail is taken, nothing more is of interest.
        properties.put("mail.smtp.quitwait", "false");
        return Session.getInstance(properties);
    }

    @Override
    void deliver(Mail mail) {
        SmtpConnection connection = new SmtpConnection(settings, tls, timeout);
        Future<?> sending = senders.submit(() -> {
            send(mail, connection);
            return null;
        });
        try {
            sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw deliveryFailed("not done within " + timeout.toSeconds() + " seconds");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw deliveryFailed("interrupted");
        } catch (ExecutionException told) {
            throw deliveryFailed(SmtpFailure.reason(Objects.requireNonNullElse(told.getCause(), told), secrets(mail)));
        } finally {
            connection.abort();
        }
    }

    private void send(Mail mail, SmtpConnection connection) throws MessagingException, IOException {
        SMTPTransport transport = new SMTPTransport(mail.requiresSmtpUtf8() ? utf8Session : asciiSession, server());
        try {
            transport.connect(connection.open());
            if (settings.credentials().isPresent() && !transport.supportsExtension("AUTH")) {
                throw new MessagingException("the server takes no user name and password");
            }
            if (mail.requiresSmtpUtf8() && !transport.supportsExtension("SMTPUTF8")) {
                throw new MessagingException("the server does not take addresses beyond ASCII (SMTPUTF8)");
            }
            transport.sendMessage(mail.message(), mail.message().getAllRecipients());
        } finally {
            closeQuietly(transport);
        }
    }

    private URLName server() {
        return new URLName(
                "smtp",
                settings.host(),
                settings.port(),
                null,
                settings.credentials().map(Credentials::user).orElse(null),
                settings.credentials().map(Credentials::password).orElse(null));
    }

    private static void closeQuietly(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException gone) {
            // whether the mail was taken is known by now
        }
    }

    private List<String> secrets(Mail mail) {
        List<String> secrets = new ArrayList<>();
        mail.secret().ifPresent(secrets::add);
        settings.credentials().ifPresent(credentials -> {
            String password = credentials.password();
            secrets.add(password);
            secrets.add(base64(password));
            secrets.add(base64(credentials.user() + "\0" + credentials.user() + "\0" + password));
            secrets.add(base64("\0" + credentials.user() + "\0" + password));
        });
        return secrets;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the library's own exception, for that quotes the server, which quotes what it was sent. */
    private DeliveryFailedException deliveryFailed(String reason) {
        return new DeliveryFailedException("mail server " + settings + ": " + reason);
    }
}
