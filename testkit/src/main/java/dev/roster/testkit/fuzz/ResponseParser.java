package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.ByteText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strict parser of the final response to a request (RFC 9112). */
final class ResponseParser {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( [^\\r\\n]*)?");
    private static final int MAX_LINE_LENGTH = 100_000;

    private final InputStream in;
    private boolean started;
    private boolean endsWithConnection;

    ResponseParser(InputStream in) {
        this.in = in;
    }

    /** Returns whether any byte has been received. */
    boolean started() {
        return started;
    }

    /** Returns whether the response ended with the connection, without a length or chunks. */
    boolean endsWithConnection() {
        return endsWithConnection;
    }

    /**
     * Reads the response.
     *
     * @param head whether the request method was HEAD
     * @throws ProtocolException if the response is not valid HTTP
     */
    FuzzResponse read(boolean head) throws IOException {
        while (true) {
            Matcher line = STATUS_LINE.matcher(line());
            if (!line.matches()) {
                throw new ProtocolException("the response has no valid status line");
            }
            int status = Integer.parseInt(line.group(1));
            Map<String, List<String>> headers = headers();
            if (status >= 200 || status == 101) {
                boolean bodiless = head || status == 204 || status == 304 || status == 101;
                return new FuzzResponse(status, headers, bodiless ? "" : body(headers));
            }
        }
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
        endsWithConnection = true;
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
            started = true;
            if (next == '\n') {
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
            }
            line.append((char) next);
        }
        throw new ProtocolException("a line has more than " + MAX_LINE_LENGTH + " bytes");
    }
}
