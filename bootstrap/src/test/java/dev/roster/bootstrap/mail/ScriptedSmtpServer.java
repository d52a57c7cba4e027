package dev.roster.bootstrap.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** SMTP server with scripted replies, such as errors that a real server does not send on demand. */
final class ScriptedSmtpServer implements AutoCloseable {

    /** Reply that makes the server silent until it is closed. */
    static final String SILENCE = "silence";

    /** Reply that sends one character after another without end. */
    static final String ENDLESS_REPLY = "dripping";

    private static final String GREETING = "greeting";

    private final ServerSocket serverSocket;
    private final Map<String, String> replies = new ConcurrentHashMap<>(Map.of(
            GREETING, "220 scripted", "EHLO", "250-scripted\r\n250 8BITMIME", "DATA", "354 go on", "QUIT", "221 bye"));
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile UnaryOperator<String> afterData = lines -> "250 taken";

    ScriptedSmtpServer() throws IOException {
        serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SocketTask.start("scripted-smtp", this::accept);
    }

    int port() {
        return serverSocket.getLocalPort();
    }

    /** Sets the reply to a command, in place of {@code 250 ok}. */
    ScriptedSmtpServer replyingTo(String command, String answer) {
        replies.put(command, answer);
        return this;
    }

    ScriptedSmtpServer withGreeting(String answer) {
        return replyingTo(GREETING, answer);
    }

    /** Sets a function from the lines of a mail to its reply. */
    ScriptedSmtpServer replyingToMail(UnaryOperator<String> answer) {
        afterData = answer;
        return this;
    }

    /** Returns all received lines, including those of mails. */
    List<String> received() {
        return List.copyOf(received);
    }

    private void accept() throws IOException {
        while (true) {
            Socket connection = serverSocket.accept();
            connections.add(connection);
            SocketTask.start("scripted-smtp", () -> serve(connection));
        }
    }

    private void serve(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = connection.getOutputStream();
        reply(out, GREETING);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            received.add(line);
            String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            reply(out, command);
            if (command.equals("DATA") && replies.getOrDefault("DATA", "").startsWith("354")) {
                write(out, afterData.apply(mail(in)));
            }
        }
    }

    private String mail(BufferedReader in) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            received.add(line);
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private void reply(OutputStream out, String command) throws IOException {
        write(out, replies.getOrDefault(command, "250 ok"));
    }

    private void write(OutputStream out, String answer) throws IOException {
        if (answer.equals(SILENCE)) {
            await();
            return;
        }
        while (answer.equals(ENDLESS_REPLY)) {
            out.write('x');
            out.flush();
            Thread.onSpinWait();
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void await() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException nobodyDoesThat) {
            throw new IOException(nobodyDoesThat);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        serverSocket.close();
        for (Socket each : connections) {
            each.close();
        }
    }
}
