package dev.roster.bootstrap.mail;

import dev.roster.bootstrap.mail.SmtpSettings.Credentials;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** A connection on which one mail after another is sent. Used by one thread at a time; any thread can abort it. */
final class SmtpSession {

    /** Maximum number of mails on one connection, fewer than common servers allow. */
    static final int MAX_MAILS = 100;

    /** The library logs all that is sent, secrets included, if a level below it is enabled in java.util.logging. */
    private static final Logger TRAFFIC_LOG = Logger.getLogger(SmtpSession.class.getPackageName() + ".protocol");

    static {
        TRAFFIC_LOG.setLevel(Level.OFF);
    }

    private enum Stage {
        /** No reply to MAIL yet. The server may have closed the connection, or limit the mails of a connection. */
        SENDER,
        /** The recipient is not yet accepted. */
        RECIPIENT,
        /** The server may have accepted the mail, even if its reply was lost. */
        CONTENT
    }

    private final SmtpConnection connection;
    private final StagedTransport transport;
    private final boolean utf8;
    private int mails;
    private long idleSince;

    SmtpSession(Session session, boolean utf8, SmtpSettings settings, SmtpConnection connection) {
        this.connection = connection;
        this.transport = new StagedTransport(session, server(settings));
        this.utf8 = utf8;
    }

    private static URLName server(SmtpSettings settings) {
        return new URLName(
                "smtp",
                settings.host(),
                settings.port(),
                null,
                settings.credentials().map(Credentials::user).orElse(null),
                settings.credentials().map(Credentials::password).orElse(null));
    }

    /** Opens the connection and logs in. */
    void open(boolean authenticated) throws MessagingException, IOException {
        transport.connect(connection.open());
        if (authenticated && !transport.supportsExtension("AUTH")) {
            throw new MessagingException("the server does not accept a user name and password (AUTH)");
        }
    }

    void send(Mail mail) throws MessagingException {
        if (mail.requiresSmtpUtf8() && !transport.supportsExtension("SMTPUTF8")) {
            throw new SmtpFailure.Utf8UnsupportedException();
        }
        mails++;
        transport.stage = Stage.SENDER;
        transport.sendMessage(mail.message(), mail.message().getAllRecipients());
    }

    /**
     * Returns whether a mail that failed on this connection, which had been idle before, may succeed on a new one: the
     * server may have closed this one, or limit the number of its mails. The mail cannot have been delivered, because
     * its content was not sent.
     */
    boolean isWorthNewConnection(Exception failed) {
        return transport.stage == Stage.SENDER
                || (transport.stage == Stage.RECIPIENT && !SmtpFailure.isPermanent(failed));
    }

    /** Returns whether the connection can be used for another mail after one was rejected. Sends RSET. */
    boolean reset() {
        return transport.isConnected();
    }

    boolean isUsedUp() {
        return mails >= MAX_MAILS;
    }

    boolean isUtf8() {
        return utf8;
    }

    void markIdle(long nanoTime) {
        idleSince = nanoTime;
    }

    boolean isIdleLongerThan(long nanos, long nanoTime) {
        return nanoTime - idleSince >= nanos;
    }

    /** Sends QUIT without waiting for the reply, and closes the connection. */
    void close() {
        try {
            transport.close();
        } catch (MessagingException gone) {
            // The connection is closed anyway.
        } finally {
            connection.abort();
        }
    }

    /** Closes the connection at once. */
    void abort() {
        connection.abort();
    }

    /** Transport that knows how much of the current mail was accepted. */
    private static final class StagedTransport extends SMTPTransport {

        private Stage stage = Stage.SENDER;

        StagedTransport(Session session, URLName server) {
            super(session, server);
        }

        @Override
        protected void mailFrom() throws MessagingException {
            super.mailFrom();
            stage = Stage.RECIPIENT;
        }

        @Override
        protected OutputStream data() throws MessagingException {
            OutputStream content = super.data();
            stage = Stage.CONTENT;
            return content;
        }
    }
}
