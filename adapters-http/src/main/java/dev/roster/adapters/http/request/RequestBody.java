package dev.roster.adapters.http.request;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The body of a request: at most 1 MiB, of a media type that the route accepts. */
public final class RequestBody {

    public static final String FORM = "application/x-www-form-urlencoded";

    /** Maximum size of a body, in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int MAX_BUFFER = 8_192;

    /** Bytes read and discarded beyond {@link #MAX_SIZE}: a client cut off while sending may never see the response. */
    private static final int MAX_DRAINED = 8 << 20;

    /** Maximum time for a body to arrive. */
    private static final long READ_TIMEOUT_NANOS = Duration.ofSeconds(30).toNanos();

    private final String mediaType;
    private final byte[] bytes;

    private RequestBody(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
    }

    /** Returns the media type in lower case, without parameters; empty if the request has no {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes;
    }

    /**
     * Reads and parses a JSON body.
     *
     * @throws HttpErrorException 415 if the media type is not JSON, 400 if the content is not valid JSON (see {@link
     *     JsonFields#parse}), 413 if it is too large
     * @throws dev.roster.domain.InvalidValueException for the field {@code body} if the JSON is not an object
     */
    public static JsonFields json(Context ctx) {
        return JsonFields.parse(of(ctx, Json.MEDIA_TYPE).bytes());
    }

    /**
     * Reads a body that is empty or has one of the accepted media types.
     *
     * @throws HttpErrorException 415 for any other type, 413 if the body is too large
     */
    public static RequestBody of(Context ctx, String... accepted) {
        String contentType = ctx.header(Header.CONTENT_TYPE);
        rejectEncoded(ctx.header(Header.CONTENT_ENCODING));
        String mediaType = contentType == null ? "" : mediaType(contentType);
        byte[] bytes = read(ctx);
        if (List.of(accepted).contains(mediaType)) {
            return new RequestBody(mediaType, bytes);
        }
        if (contentType == null && bytes.length == 0) {
            return new RequestBody("", bytes);
        }
        throw unsupported("The body must be " + String.join(" or ", accepted) + ", in UTF-8.");
    }

    /** Returns the type without parameters, or an empty text if the charset is not UTF-8. */
    private static String mediaType(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.replace("\"", "").equals("charset=utf-8")) {
                return "";
            }
        }
        return parts[0].strip();
    }

    private static void rejectEncoded(@Nullable String contentEncoding) {
        if (contentEncoding != null && !contentEncoding.strip().equalsIgnoreCase("identity")) {
            throw unsupported("The body must not be compressed.");
        }
    }

    private static HttpErrorException unsupported(String detail) {
        return new HttpErrorException(415, detail);
    }

    /**
     * Reads and discards the rest of a body, within the usual limits. A response sent before the whole body has arrived
     * closes the connection, and a client that is still sending may then lose the response.
     */
    public static void drain(Context ctx) {
        if (ctx.header(Header.EXPECT) == null) {
            try {
                read(ctx);
            } catch (HttpErrorException incomplete) {
                // The request is already rejected. The connection will be closed.
            }
        }
    }

    private static byte[] read(Context ctx) {
        // A client with "Expect: 100-continue" has not sent the body yet, so a large body is rejected at once.
        boolean asksFirst = ctx.header(Header.EXPECT) != null;
        long length = ctx.req().getContentLengthLong();
        if (length > (asksFirst ? MAX_SIZE : MAX_SIZE + MAX_DRAINED)) {
            throw tooLarge();
        }
        try (InputStream in = ctx.req().getInputStream()) {
            return read(in, bufferSize(length), System::nanoTime);
        } catch (IOException cutOff) {
            throw cutOff.getCause() instanceof TimeoutException
                    ? new HttpErrorException(408, "The body did not arrive in time.")
                    : new HttpErrorException(400, "The body is incomplete.");
        }
    }

    /** Sizes the buffer by {@code Content-Length}: most bodies are small, and full buffers dominated their cost. */
    private static int bufferSize(long contentLength) {
        return contentLength > 0 && contentLength < MAX_BUFFER ? (int) contentLength : MAX_BUFFER;
    }

    /** Reads within the size and time limits. The time limit stops clients that send single bytes slowly. */
    static byte[] read(InputStream in, int bufferSize, LongSupplier nanoTime) throws IOException {
        long began = nanoTime.getAsLong();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[bufferSize];
        long size = 0;
        for (int n = in.read(buffer); n >= 0 && size <= MAX_SIZE + MAX_DRAINED; n = in.read(buffer)) {
            if (nanoTime.getAsLong() - began > READ_TIMEOUT_NANOS) {
                throw new HttpErrorException(408, "The body did not arrive in time.");
            }
            size += n;
            if (size <= MAX_SIZE) {
                kept.write(buffer, 0, n);
            }
        }
        if (size > MAX_SIZE) {
            throw tooLarge();
        }
        return kept.toByteArray();
    }

    private static HttpErrorException tooLarge() {
        return new HttpErrorException(413, "The body must have at most " + MAX_SIZE + " bytes.");
    }
}
