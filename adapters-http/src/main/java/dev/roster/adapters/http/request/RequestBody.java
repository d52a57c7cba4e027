package dev.roster.adapters.http.request;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request: at most 1 MiB, of a media type that the route accepts. */
public final class RequestBody {

    public static final String FORM = "application/x-www-form-urlencoded";

    /** Maximum size of a body, in bytes. */
    public static final int MAX_SIZE = 1 << 20;

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
     * Parses a JSON body.
     *
     * @throws HttpErrorException 415 if the media type is not JSON, 400 if the content is not valid JSON (see {@link
     *     JsonFields#parse}), 413 if it is too large
     * @throws dev.roster.domain.InvalidValueException for the field {@code body} if the JSON is not an object
     */
    public static JsonFields json(Context ctx) {
        return JsonFields.parse(of(ctx, Json.MEDIA_TYPE).bytes());
    }

    /**
     * Returns a body that is empty or has one of the accepted media types.
     *
     * @throws HttpErrorException 415 for any other type, 413 if the body is too large
     */
    public static RequestBody of(Context ctx, String... accepted) {
        String contentType = ctx.header(Header.CONTENT_TYPE);
        rejectEncoded(ctx.header(Header.CONTENT_ENCODING));
        String mediaType = contentType == null ? "" : mediaType(contentType);
        byte[] bytes = ReceivedBody.bytesIn(name -> ctx.req().getAttribute(name));
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
        MediaType sent = MediaType.parse(contentType);
        return sent.isUtf8() ? sent.type() : "";
    }

    private static void rejectEncoded(@Nullable String contentEncoding) {
        if (contentEncoding != null) {
            for (String coding : contentEncoding.split(",", -1)) {
                if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
                    throw unsupported("The body must not be compressed.");
                }
            }
        }
    }

    private static HttpErrorException unsupported(String detail) {
        return new HttpErrorException(415, detail);
    }
}
