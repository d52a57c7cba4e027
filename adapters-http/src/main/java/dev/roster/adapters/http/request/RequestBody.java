package dev.roster.adapters.http.request;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The body of a request: at most 1 MiB of a media type that is accepted there. */
public final class RequestBody {

    public static final String FORM = "application/x-www-form-urlencoded";

    /** The largest body, in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int MAX_BUFFER = 8_192;

    /** A client that is cut off while it sends may never see the answer, so this much more is read and dropped. */
    private static final int MAX_DRAINED = 8 << 20;

    /** How long a body may take to arrive. */
    private static final long READ_TIMEOUT_NANOS = Duration.ofSeconds(30).toNanos();

    private final String mediaType;
    private final byte[] bytes;

    private RequestBody(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
    }

    /** In lower case, without parameters; empty if none was told. */
    public String mediaType() {
        return mediaType;
    }

    public byte[] bytes() {
        return bytes;
    }

    /**
     * The fields of a JSON body.
     *
     * @throws HttpErrorException 415 if it is not JSON by its type, 400 if not by its content, 413 if it is too large
     * @throws dev.roster.domain.InvalidValueException for the field {@code body} if it is JSON, but no object
     */
    public static JsonFields json(Context ctx) {
        return JsonFields.parse(of(ctx, Json.MEDIA_TYPE).bytes());
    }

    /**
     * The body, of one of the accepted types or empty.
     *
     * @throws HttpErrorException 415 for another type, 413 if it is too large
     */
    public static RequestBody of(Context ctx, String... accepted) {
        String contentType = ctx.header(Header.CONTENT_TYPE);
        rejectEncoded(ctx.header(Header.CONTENT_ENCODING));
        String mediaType = contentType == null ? "" : mediaType(contentType);
        byte[] bytes = read(ctx);
        for (String type : accepted) {
            if (type.equals(mediaType)) {
                return new RequestBody(mediaType, bytes);
            }
        }
        if (contentType == null && bytes.length == 0) {
            return new RequestBody("", bytes);
        }
        throw unsupported("The body must be " + String.join(" or ", accepted) + ", in UTF-8.");
    }

    /** The type alone; nothing that is accepted if the parameters ask for another charset than UTF-8. */
    private static String mediaType(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=")
                    && !parameter
                            .substring("charset=".length())
                            .replace("\"", "")
                            .equals("utf-8")) {
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
     * Reads and drops a body that is still on its way, within the limits of one that is read. A response that overtakes the
     * body ends the connection, and a client that still sends then may lose the response.
     */
    public static void drain(Context ctx) {
        long length = ctx.req().getContentLengthLong();
        if (ctx.header(Header.EXPECT) != null || length > MAX_SIZE + MAX_DRAINED) {
            return;
        }
        try {
            read(ctx.req().getInputStream(), bufferSize(length), System::nanoTime);
        } catch (IOException | HttpErrorException incomplete) {
            // The request is rejected already; its connection ends.
        }
    }

    private static byte[] read(Context ctx) {
        // Whoever asks first ("Expect: 100-continue") need not send what would be refused.
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
                    : new HttpErrorException(400, "The body did not arrive whole.");
        }
    }

    /** Most bodies have a few hundred bytes and declare their length; a full buffer each was most of what reading them took. */
    private static int bufferSize(long contentLength) {
        return contentLength > 0 && contentLength < MAX_BUFFER ? (int) contentLength : MAX_BUFFER;
    }

    /** As much as is allowed, within the time that is: who sends a byte now and then must not hold a place for ever. */
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
