package dev.roster.bootstrap.fault;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.roster.bootstrap.mail.SocketTask;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A real SMTP server that delays each reply by 5 to 50 ms and simulates faults. */
final class SlowSmtpServer implements AutoCloseable {

    private static final int MIN_DELAY_MILLIS = 5;
    private static final int MAX_DELAY_MILLIS = 50;
    private static final String DATA = "DATA\r\n";
    private static final String CONTINUE_CODE = "354 ";

    /** Behavior of the server. */
    private enum Mode {
        ANSWERING,
        /** Accepts mails without replying. */
        WITHHOLDING_REPLIES,
        /** Accepts connections without replying at all. */
        SILENT
    }

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Set<Socket> openSockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger withheldReplies = new AtomicInteger();
    private final Random random;
    private final int port;
    private volatile Mode mode = Mode.ANSWERING;
    private volatile ServerSocket listener;

    /**
     * Starts the server.
     *
     * @param seed seed of the random delays
     */
    SlowSmtpServer(long seed) throws IOException {
        random = new Random(seed);
        server.start();
        listener = listen(0);
        port = listener.getLocalPort();
    }

    /** An accepted mail. */
    record Received(String to, String messageId, String source) {}

    String url() {
        return "smtp://localhost:" + port;
    }

    /** Returns all mails accepted so far. */
    List<Received> received() {
        List<Received> received = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            try {
                InternetAddress to = (InternetAddress) message.getRecipients(RecipientType.TO)[0];
                received.add(
                        new Received(to.getAddress(), message.getMessageID(), GreenMailUtil.getWholeMessage(message)));
            } catch (MessagingException malformed) {
                throw new IllegalStateException(malformed);
            }
        }
        return received;
    }

    /** Accepts mails without replying from now on. */
    void withholdReplies() {
        mode = Mode.WITHHOLDING_REPLIES;
    }

    /** Returns how many mails were accepted without a reply. */
    int withheldReplies() {
        return withheldReplies.get();
    }

    /** Closes all connections, and accepts new ones without replying from now on. */
    void stopAnswering() throws IOException {
        mode = Mode.SILENT;
        closeAll();
    }

    /** Stops listening and closes all connections. */
    void stop() throws IOException {
        listener.close();
        closeAll();
    }

    /** Serves new connections normally again. */
    void recover() throws IOException {
        mode = Mode.ANSWERING;
        closeAll();
        if (listener.isClosed()) {
            listener = listen(port);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        server.stop();
    }

    private void closeAll() throws IOException {
        for (Socket socket : openSockets) {
            socket.close();
        }
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        SocketTask.start("slow smtp", () -> {
            while (true) {
                Socket client = opened.accept();
                SocketTask.start("slow smtp", () -> connect(client, opened));
            }
        });
        return opened;
    }

    private void connect(Socket client, ServerSocket from) throws IOException {
        try (client;
                Socket real = new Socket(
                        InetAddress.getLoopbackAddress(), server.getSmtp().getPort())) {
            Set<Socket> both = Set.of(client, real);
            openSockets.addAll(both);
            try {
                // A connection accepted while all were being closed must be closed here.
                if (!from.isClosed()) {
                    Connection connection = new Connection(client, real);
                    SocketTask.start("slow smtp", connection::forwardAnswers);
                    connection.forwardCommands();
                }
            } finally {
                openSockets.removeAll(both);
            }
        }
    }

    /** Forwards only complete mails, because GreenMail throws on incomplete ones. */
    private final class Connection {

        private final Socket client;
        private final Socket real;
        private volatile boolean replyWithheld;

        Connection(Socket client, Socket real) {
            this.client = client;
            this.real = real;
        }

        void forwardCommands() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream from = client.getInputStream();
            OutputStream to = real.getOutputStream();
            StringBuilder mail = new StringBuilder();
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                String said = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                if (mail.isEmpty() && said.equals(DATA)) {
                    mail.append(DATA);
                    answer(CONTINUE_CODE + "go on\r\n");
                } else if (mail.isEmpty()) {
                    to.write(buffer, 0, n);
                } else if (mail.append(said).toString().endsWith("\r\n.\r\n")) {
                    replyWithheld = mode == Mode.WITHHOLDING_REPLIES;
                    to.write(mail.toString().getBytes(StandardCharsets.ISO_8859_1));
                    mail.setLength(0);
                }
            }
        }

        void forwardAnswers() throws IOException {
            byte[] buffer = new byte[65_536];
            try (client;
                    real) {
                InputStream from = real.getInputStream();
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    String said = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    // forwardCommands already sent this reply; the reply to the mail may be in the same read.
                    String rest = said.startsWith(CONTINUE_CODE) ? said.substring(said.indexOf('\n') + 1) : said;
                    if (replyWithheld && !rest.isEmpty()) {
                        withheldReplies.incrementAndGet();
                    } else if (!rest.isEmpty()) {
                        answer(rest);
                    }
                }
            }
        }

        private void answer(String answer) throws IOException {
            if (mode != Mode.SILENT) {
                int millis = random.nextInt(MAX_DELAY_MILLIS - MIN_DELAY_MILLIS + 1) + MIN_DELAY_MILLIS;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
