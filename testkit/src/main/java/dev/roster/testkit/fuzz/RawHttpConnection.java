package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.ByteText;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Connection that sends requests as raw bytes, which may be invalid HTTP, and parses the responses strictly (RFC 9112).
 * Requests are {@link ByteText}: each character is one byte. Used by one thread.
 */
public final class RawHttpConnection implements AutoCloseable {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( [^\\r\\n]*)?");
    private static final int MAX_LINE_LENGTH = 100_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean responseStarted;
    private boolean endsWithResponse;

    RawHttpConnection(String host, int port, Duration connectTimeout) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), (int) connectTimeout.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a server. Connecting and reading fail after a minute. */
    public static RawHttpConnection open(String host, int port) throws IOException {
        RawHttpConnection connection = new RawHttpConnection(host, port, TIMEOUT);
        connection.socket.setSoTimeout((int) TIMEOUT.toMillis());
        return connection;
    }

    /**
     * Sends one request on its own connection to a local server, and waits until the server closes the connection.
     *
     * @param request the request, in which a line feed stands for CR LF
     */
    public static RawHttpResponse sendAndAwaitClose(int port, String request) throws IOException {
        try (RawHttpConnection connection = open("localhost", port)) {
            RawHttpResponse response = connection.exchange(request.replace("\n", "\r\n"));
            if (connection.in.read() >= 0) {
                throw new ProtocolException("bytes follow the response " + response.status());
            }
            return response;
        }
    }

    /** Sends a request, whose method must not be HEAD, and reads the response. */
    public RawHttpResponse exchange(String request) throws IOException {
        write(request);
        return read(false);
    }

    /** Sends bytes, which may be a part of a request. */
    public void write(String byteText) throws IOException {
        responseStarted = false;
        socket.getOutputStream().write(ByteText.bytes(byteText));
    }

    /**
     * Reads the final response and skips interim ones (1xx).
     *
     * @param head whether the request method was HEAD
     * @throws ProtocolException if the response is not valid HTTP
     */
    public RawHttpResponse read(boolean head) throws IOException {
        RawHttpResponse response = readNext(head);
        while (response.status() < 200 && response.status() != 101) {
            response = readNext(head);
        }
        return response;
    }

    /** Reads the next response, which may be an interim one. Otherwise like {@link #read}. */
    public RawHttpResponse readNext(boolean head) throws IOException {
        Matcher line = STATUS_LINE.matcher(line());
        if (!line.matches()) {
            throw new ProtocolException("the response has no valid status line");
        }
        int status = Integer.parseInt(line.group(1));
        Map<String, List<String>> headers = headers();
        boolean bodiless = head || status < 200 || status == 204 || status == 304;
        return new RawHttpResponse(status, headers, bodiless ? "" : body(headers));
    }

    /** Tells the server that no bytes follow. */
    void endRequest() throws IOException {
        socket.shutdownOutput();
    }

    /** Returns whether any byte has been received since the last write. */
    boolean responseStarted() {
        return responseStarted;
    }

    /** Returns whether the last response ended with the connection, without a length or chunks. */
    boolean endsWithResponse() {
        return endsWithResponse;
    }

    /** Returns whether bytes have arrived that were not read. */
    boolean hasUnreadBytes() throws IOException {
        return in.available() > 0;
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("a header line has no name: " + ByteText.escaped(line));
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks();
        }
        List<String> length = headers.get("content-length");
        if (length != null) {
            try {
                return readExactly(Integer.parseInt(String.join(",", length)));
            } catch (NumberFormatException malformed) {
                throw new ProtocolException("the Content-Length of the response is invalid: " + length);
            }
        }
        endsWithResponse = true;
        return ByteText.of(in.readAllBytes());
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String size = line().replaceFirst(";.*", "").strip();
            try {
                int bytes = Integer.parseInt(size, 16);
                if (bytes == 0) {
                    headers();
                    return body.toString();
                }
                body.append(readExactly(bytes));
            } catch (NumberFormatException malformed) {
                throw new ProtocolException("a chunk has an invalid size: " + ByteText.escaped(size));
            }
            if (!line().isEmpty()) {
                throw new ProtocolException("a chunk does not end with a line break");
            }
        }
    }

    private String readExactly(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("the response ends after " + read.length + " of " + bytes + " bytes of its body");
        }
        return ByteText.of(read);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE_LENGTH) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the response ends before the end of its header");
            }
            responseStarted = true;
            if (next == '\n') {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            line.append((char) next);
        }
        throw new ProtocolException("a line has more than " + MAX_LINE_LENGTH + " bytes");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
