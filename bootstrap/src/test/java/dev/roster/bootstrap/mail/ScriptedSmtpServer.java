package dev.roster.bootstrap.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * SMTP server that accepts every mail unless a test scripts another reply, such as an error, silence or a delay. It can
 * be stopped and restarted on the same port.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

    /** Reply that is never sent: the server is silent until either side closes the connection. */
    public static final String SILENCE = "silence";

    /** Reply that sends one character after another without end. */
    static final String ENDLESS_REPLY = "dripping";

    /** Stands for a new connection in {@link #replyingTo}. */
    public static final String GREETING = "greeting";

    /** The line that ends a mail. */
    public static final String END_OF_MAIL = ".";

    private final Map<String, String> replies = new ConcurrentHashMap<>(Map.of(
            GREETING, "220 scripted", "EHLO", "250-scripted\r\n250 8BITMIME", "DATA", "354 go on", "QUIT", "221 bye"));
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final @Nullable SSLSocketFactory tls;
    private final boolean implicitTls;
    private final int port;
    private volatile IntSupplier delayMillis = () -> 0;
    private volatile int maxMails = Integer.MAX_VALUE;
    private volatile String replyAfterMaxMails = "";
    private volatile ServerSocket listener;
    private volatile Future<?> accepting;

    /** Starts a server without TLS. */
    public ScriptedSmtpServer() throws IOException {
        this(null, false);
    }

    /** Starts a server with TLS from the start, or else after STARTTLS, which a script must offer. */
    ScriptedSmtpServer(@Nullable SSLSocketFactory tls, boolean implicitTls) throws IOException {
        this.tls = tls;
        this.implicitTls = implicitTls;
        this.listener = listen(0);
        this.accepting = threads.submit(() -> accept(listener));
        this.port = listener.getLocalPort();
    }

    /**
     * An accepted mail.
     *
     * @param recipients the recipients of the envelope
     * @param source the mail as it was sent
     */
    public record Mail(List<String> recipients, String source) {

        /** Parses the mail. */
        public MimeMessage message() throws MessagingException {
            return TestMails.parse(source);
        }
    }

    int port() {
        return port;
    }

    /** Returns the URL for {@code SMTP_URL}. */
    public String url() {
        return "smtp://127.0.0.1:" + port;
    }

    /** Sets the reply to a command, or to a complete line, in place of {@code 250 ok}. */
    public ScriptedSmtpServer replyingTo(String command, String reply) {
        replies.put(command, reply);
        return this;
    }

    /** Delays each reply. */
    public ScriptedSmtpServer delayingReplies(IntSupplier millis) {
        delayMillis = millis;
        return this;
    }

    /**
     * Limits the mails of each connection.
     *
     * @param reply the reply to all later commands of a connection; empty to close it instead
     */
    ScriptedSmtpServer limitingMails(int perConnection, String reply) {
        replyAfterMaxMails = reply;
        maxMails = perConnection;
        return this;
    }

    /** Returns the number of connections that were accepted so far. */
    public int acceptedConnections() {
        return accepted.get();
    }

    /** Returns the number of connections that are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** Returns all lines that were received without TLS, including those of mails. */
    List<String> received() {
        return List.copyOf(received);
    }

    /** Returns all accepted mails, oldest first. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** Stops listening and closes all connections. */
    public void stop() throws IOException {
        listener.close();
        awaitEnd(accepting); // until then, the port is in use
        for (Socket each : connections) {
            each.close();
        }
    }

    /** Listens again after {@link #stop}. */
    public void restart() throws IOException {
        ServerSocket opened = listen(port);
        accepting = threads.submit(() -> accept(opened));
        listener = opened;
    }

    @Override
    public void close() throws IOException {
        stop();
        threads.shutdown();
    }

    private static ServerSocket listen(int wanted) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        return opened;
    }

    private static void awaitEnd(Future<?> accepting) throws IOException {
        try {
            accepting.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IOException(failed);
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket connection = from.accept();
                connections.add(connection);
                accepted.incrementAndGet();
                if (from.isClosed()) {
                    connection.close();
                }
                threads.execute(() -> serve(connection));
            }
        } catch (IOException stopped) {
            // The server was stopped.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Socket socket = implicitTls ? secured(connection) : connection;
            write(socket, reply(GREETING));
            converse(socket);
        } catch (IOException ended) {
            // Either side closed the connection, or the client rejected the certificate.
        } finally {
            connections.remove(connection);
        }
    }

    private void converse(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        List<String> recipients = new ArrayList<>();
        int sent = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            record(line, socket);
            String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            String reply = replies.getOrDefault(line, reply(command));
            if (sent >= maxMails) {
                reply = replyAfterMaxMails;
                if (reply.isEmpty()) {
                    return;
                }
            }
            write(socket, reply);
            if (sent >= maxMails && reply.startsWith("421")) {
                return;
            } else if (command.equals("MAIL") || command.equals("RSET")) {
                recipients.clear();
            } else if (command.equals("RCPT") && reply.startsWith("2")) {
                recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
            } else if (command.equals("DATA") && reply.startsWith("354")) {
                acceptMail(socket, in, recipients);
                sent++;
            } else if (command.equals("STARTTLS")) {
                converse(secured(socket));
                return;
            }
        }
    }

    private void acceptMail(Socket socket, BufferedReader in, List<String> recipients) throws IOException {
        StringBuilder source = new StringBuilder();
        String line = in.readLine();
        while (line != null && !line.equals(END_OF_MAIL)) {
            record(line, socket);
            source.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            line = in.readLine();
        }
        if (line != null) {
            String reply = reply(END_OF_MAIL);
            mails.add(new Mail(List.copyOf(recipients), source.toString()));
            write(socket, reply);
        }
    }

    private String reply(String command) {
        return replies.getOrDefault(command, "250 ok");
    }

    private void record(String line, Socket socket) {
        if (!(socket instanceof SSLSocket)) {
            received.add(line);
        }
    }

    private Socket secured(Socket socket) throws IOException {
        if (tls == null) {
            throw new IOException("the server has no certificate");
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private void write(Socket socket, String answer) throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis.getAsInt()));
        OutputStream out = socket.getOutputStream();
        if (answer.equals(SILENCE)) {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            throw new IOException("the client has closed the connection");
        }
        while (answer.equals(ENDLESS_REPLY)) {
            out.write('x');
            Thread.onSpinWait();
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
