package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import jakarta.mail.Session;
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

/**
 * Email service that sends mails over SMTP. Each concurrent delivery has its own connection, which is kept for a few
 * seconds for the next mail. Delivery fails after ten seconds. Thread-safe.
 */
public final class SmtpEmailService extends MimeEmailService implements AutoCloseable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_MAX_IDLE = Duration.ofSeconds(5);

    private final SmtpSettings settings;
    private final SSLSocketFactory tls;
    private final Duration timeout;
    private final Session asciiSession;
    private final Session utf8Session;
    private final SmtpSessionPool sessions;

    /** Separate threads, because a name lookup or a server that replies byte by byte cannot be timed out otherwise. */
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "smtp");
        thread.setDaemon(true);
        return thread;
    });

    /** Creates a service that trusts the JVM's default certificates. */
    public SmtpEmailService(SmtpSettings settings, MailComposer messages) {
        this(settings, messages, (SSLSocketFactory) SSLSocketFactory.getDefault(), DEFAULT_TIMEOUT, DEFAULT_MAX_IDLE);
    }

    SmtpEmailService(SmtpSettings settings, MailComposer messages, SSLSocketFactory tls, Duration limit) {
        this(settings, messages, tls, limit, DEFAULT_MAX_IDLE);
    }

    SmtpEmailService(
            SmtpSettings settings, MailComposer messages, SSLSocketFactory tls, Duration limit, Duration maxIdle) {
        super(messages);
        this.settings = settings;
        this.tls = tls;
        this.timeout = limit;
        String domain = messages.sender().domain();
        this.asciiSession = session(domain, false);
        this.utf8Session = session(domain, true);
        this.sessions = new SmtpSessionPool(maxIdle, senders);
    }

    private Session session(String domain, boolean allowUtf8) {
        boolean starttls =
                settings.security() == Security.STARTTLS_REQUIRED || settings.security() == Security.STARTTLS_OFFERED;
        Properties properties = new Properties();
        properties.put("mail.mime.allowutf8", String.valueOf(allowUtf8));
        // Sent in EHLO. If absent, the library looks up the name of this machine.
        properties.put("mail.smtp.localhost", domain);
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.starttls.enable", String.valueOf(starttls));
        properties.put(
                "mail.smtp.starttls.required", String.valueOf(settings.security() == Security.STARTTLS_REQUIRED));
        properties.put("mail.smtp.ssl.socketFactory", tls);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // The reply to QUIT does not matter once the mail is accepted.
        properties.put("mail.smtp.quitwait", "false");
        // After a rejected mail, RSET shows whether the connection can be used for another one.
        properties.put("mail.smtp.userset", "true");
        return Session.getInstance(properties);
    }

    @Override
    void deliver(Mail mail) {
        SmtpDelivery delivery = new SmtpDelivery(
                mail,
                sessions,
                () -> newSession(mail.requiresSmtpUtf8()),
                settings.credentials().isPresent());
        Future<?> sending = senders.submit(delivery);
        try {
            sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            sessions.clear();
            throw deliveryFailed("not done within " + timeout.toSeconds() + " seconds");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw deliveryFailed("interrupted");
        } catch (ExecutionException told) {
            Throwable cause = Objects.requireNonNullElse(told.getCause(), told);
            String reason = SmtpFailure.reason(cause, secrets(mail));
            throw SmtpFailure.isPermanent(cause)
                    ? DeliveryFailedException.permanent(message(reason))
                    : deliveryFailed(reason);
        } finally {
            delivery.abort();
        }
    }

    private SmtpSession newSession(boolean utf8) {
        Session session = utf8 ? utf8Session : asciiSession;
        return new SmtpSession(session, utf8, settings, new SmtpConnection(settings, tls, timeout));
    }

    /** Closes the idle connections, and each other one at the end of its mail. */
    @Override
    public void close() {
        sessions.close();
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

    /** Creates an exception without a cause: the library's exception may quote the mail or the credentials. */
    private DeliveryFailedException deliveryFailed(String reason) {
        return new DeliveryFailedException(message(reason));
    }

    private String message(String reason) {
        return "mail server " + settings + ": " + reason;
    }
}
