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
 * TLS proxy of a mail server, with TLS from the start or after STARTTLS. GreenMail's own certificate has no host name,
 * and GreenMail does not support STARTTLS.
 */
final class TlsProxy implements AutoCloseable {

    private final ServerSocket serverSocket;
    private final int serverPort;
    private final SSLSocketFactory socketFactory;
    private final boolean implicitTls;
    private final List<String> receivedUnencrypted = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    TlsProxy(int behind, SSLSocketFactory showing, boolean fromTheStart) throws IOException {
        this.serverPort = behind;
        this.socketFactory = showing;
        this.implicitTls = fromTheStart;
        this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(serverSocket);
        SocketTask.start("tls-front", () -> {
            while (true) {
                Socket client = serverSocket.accept();
                open.add(client);
                SocketTask.start("tls-front", () -> serve(client));
            }
        });
    }

    int port() {
        return serverSocket.getLocalPort();
    }

    /** Returns the commands received without encryption. */
    List<String> receivedUnencrypted() {
        return List.copyOf(receivedUnencrypted);
    }

    private void serve(Socket client) throws IOException {
        if (!implicitTls && !negotiateStartTls(client)) {
            return;
        }
        SSLSocket secure = (SSLSocket) socketFactory.createSocket(client, null, client.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        Socket server = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), serverPort);
        open.add(server);
        if (!implicitTls) {
            readLine(server.getInputStream()); // skips the greeting, already sent
        }
        SocketTask.start("tls-front", () -> secure.getInputStream().transferTo(server.getOutputStream()));
        server.getInputStream().transferTo(secure.getOutputStream());
        client.close();
    }

    private boolean negotiateStartTls(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        write(client.getOutputStream(), "220 front");
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            receivedUnencrypted.add(line);
            if (line.toUpperCase(Locale.ROOT).equals("STARTTLS")) {
                write(client.getOutputStream(), "220 go on");
                return true;
            }
            write(
                    client.getOutputStream(),
                    line.startsWith("EHLO") ? "250-front\r\n250 STARTTLS" : "530 STARTTLS first");
        }
        return false;
    }

    private static void write(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Reads one line and no byte more; returns an empty string at the end. */
    private static String readLine(InputStream in) throws IOException {
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
