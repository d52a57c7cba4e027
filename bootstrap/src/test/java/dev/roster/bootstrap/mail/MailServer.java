package dev.roster.bootstrap.mail;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A real SMTP server with a mailbox for each recipient. It can be restarted on the same port. */
final class MailServer implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final List<Arrived> arrived = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private GreenMail server = new GreenMail(new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP));
    private final int port;
    private int starts = 1;

    MailServer() {
        server.start();
        port = server.getSmtp().getPort();
    }

    /** A received mail. */
    record Arrived(String recipient, MimeMessage message) {}

    int port() {
        return port;
    }

    void addAccount(String user, String password) {
        server.setUser(user + "@example.com", user, password);
    }

    void stop() throws FolderException {
        arrived();
        server.stop();
    }

    void restart() {
        server = new GreenMail(new ServerSetup(port, HOST, ServerSetup.PROTOCOL_SMTP));
        server.start();
        starts++;
    }

    /** Returns all mails so far, in the order in which calls of this method found them. */
    List<Arrived> arrived() throws FolderException {
        if (server.isRunning()) {
            for (GreenMailUser user : server.getUserManager().listUser()) {
                MailFolder inbox = server.getManagers().getImapHostManager().getInbox(user);
                for (StoredMessage each : inbox.getMessages()) {
                    if (seen.add(starts + " " + user.getEmail() + " " + each.getUid())) {
                        arrived.add(new Arrived(user.getEmail(), each.getMimeMessage()));
                    }
                }
            }
        }
        return List.copyOf(arrived);
    }

    @Override
    public void close() {
        server.stop();
    }
}
