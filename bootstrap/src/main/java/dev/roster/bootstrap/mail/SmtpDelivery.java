package dev.roster.bootstrap.mail;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The delivery of one mail, on an idle connection or a new one. Another thread can abort it at any time. */
final class SmtpDelivery implements Callable<Boolean> {

    private final Mail mail;
    private final SmtpSessionPool sessions;
    private final Supplier<SmtpSession> newSession;
    private final boolean authenticated;
    private @Nullable SmtpSession current;
    private boolean aborted;

    SmtpDelivery(Mail mail, SmtpSessionPool sessions, Supplier<SmtpSession> newSession, boolean authenticated) {
        this.mail = mail;
        this.sessions = sessions;
        this.newSession = newSession;
        this.authenticated = authenticated;
    }

    /** Sends the mail. Always returns true. */
    @Override
    public Boolean call() throws MessagingException, IOException {
        Optional<SmtpSession> idle = sessions.take(mail.requiresSmtpUtf8());
        if (idle.isEmpty() || !sendOnIdle(idle.get())) {
            SmtpSession session = newSession.get();
            use(session);
            sendOnNew(session);
        }
        return true;
    }

    /** Returns false if the mail is to be sent on a new connection. */
    private boolean sendOnIdle(SmtpSession session) throws MessagingException, IOException {
        use(session);
        try {
            session.send(mail);
        } catch (MessagingException | RuntimeException failed) {
            if (session.isWorthNewConnection(failed)) {
                session.close();
                return false;
            }
            giveBackIfUsable(session);
            throw failed;
        }
        giveBack(session);
        return true;
    }

    private void sendOnNew(SmtpSession session) throws MessagingException, IOException {
        boolean opened = false;
        try {
            session.open(authenticated);
            opened = true;
            session.send(mail);
        } catch (MessagingException | IOException | RuntimeException failed) {
            if (opened) {
                giveBackIfUsable(session);
            } else {
                session.close();
            }
            throw failed;
        }
        giveBack(session);
    }

    /** Keeps a session whose server rejected the mail. Otherwise the server is away: other sessions are broken too. */
    private void giveBackIfUsable(SmtpSession session) {
        if (session.reset()) {
            giveBack(session);
        } else {
            session.close();
            sessions.clear();
        }
    }

    private void giveBack(SmtpSession session) {
        if (isReleased()) {
            sessions.giveBack(session);
        } else {
            session.close();
        }
    }

    private synchronized void use(SmtpSession session) throws IOException {
        if (aborted) {
            session.abort();
            throw new IOException("aborted");
        }
        current = session;
    }

    /** Returns whether the delivery was not aborted. From then on, {@link #abort} does nothing. */
    private synchronized boolean isReleased() {
        current = null;
        return !aborted;
    }

    /** Closes the current connection, and prevents another one. */
    synchronized void abort() {
        aborted = true;
        if (current != null) {
            current.abort();
        }
    }
}
