package dev.roster.bootstrap.mail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Stands before a mail server and speaks TLS for it, from the start or from the command STARTTLS on, as GreenMail does
 * only with a certificate that is for no name, and not at all.
 */
final class TlsProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int behind;
    private final SSLSocketFactory showing;
    private final boolean fromTheStart;
    private final List<String> heardInTheClear = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    TlsProxy(int behind, SSLSocketFactory showing, boolean fromTheStart) throws IOException {
        this.behind = behind;
        this.showing = showing;
        this.fromTheStart = fromTheStart;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(listening);
        SocketTask.start("tls-front", () -> {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                SocketTask.start("tls-front", () -> serve(client));
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Commands that anybody could have read. */
    List<String> heardInTheClear() {
        return List.copyOf(heardInTheClear);
    }

    private void serve(Socket client) throws IOException {
        if (!fromTheStart && !talkedIntoTls(client)) {
            return;
        }
        SSLSocket secure = (SSLSocket) showing.createSocket(client, null, client.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        Socket server = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), behind);
        open.add(server);
        if (!fromTheStart) {
            line(server.getInputStream()); // the greeting, for there was one
        }
        SocketTask.start("tls-front", () -> secure.getInputStream().transferTo(server.getOutputStream()));
        server.getInputStream().transferTo(secure.getOutputStream());
        client.close();
    }

    private boolean talkedIntoTls(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        say(client.getOutputStream(), "220 front");
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            heardInTheClear.add(line);
            if (line.toUpperCase(Locale.ROOT).equals("STARTTLS")) {
                say(client.getOutputStream(), "220 go on");
                return true;
            }
            say(client.getOutputStream(), line.startsWith("EHLO") ? "250-front\r\n250 STARTTLS" : "530 STARTTLS first");
        }
        return false;
    }

    private static void say(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Not a byte more than the line; empty at the end. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }
}
