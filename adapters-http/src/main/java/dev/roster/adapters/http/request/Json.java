package dev.roster.adapters.http.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.javalin.http.Context;
import io.javalin.http.Header;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes JSON and JSON responses. */
public final class Json {

    public static final String MEDIA_TYPE = "application/json";

    private static final int MAX_BUFFERS = 64;

    private static final ObjectWriter WRITER = new ObjectMapper(factory()).writer();

    private static final Logger LOG = LoggerFactory.getLogger(Json.class);
    private static final String CLIENT_DISCONNECTED = "the client disconnected before the response was sent";

    private Json() {}

    /**
     * Creates a factory with shared buffers. Jackson's default is one buffer per thread, so each virtual thread would
     * allocate a new one.
     */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_BUFFERS))
                // Jackson's default is an escape of 12 bytes for characters that have 4 in UTF-8.
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
    }

    /** Returns the value in UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the value cannot be written as JSON", impossible);
        }
    }

    /**
     * Writes a JSON response directly to Jetty. Javalin would copy it through a buffer of 32 KiB, which was most of the
     * 44 KB that a cached read allocated.
     */
    public static void respond(Context ctx, int status, Object value) {
        respond(ctx, status, bytes(value));
    }

    /** Writes a response whose body is JSON in UTF-8. */
    public static void respond(Context ctx, int status, byte[] body) {
        HttpServletResponse response = ctx.res();
        response.setHeader(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        try {
            // No Content-Length: a response that completes early could not add "Connection: close".
            response.getOutputStream().write(body);
        } catch (IOException gone) {
            LOG.debug(CLIENT_DISCONNECTED, gone);
        }
    }

    /** Sends a response without a body and without a {@code Content-Type}. */
    public static void respondEmpty(Context ctx, int status) {
        ctx.status(status);
        ctx.res().setContentType(null);
    }

    /**
     * Sends a 304. Flushes at once: Jetty would otherwise add {@code Content-Length: 0}, which is not the length of the
     * client's stored response (RFC 9110, section 8.6).
     */
    public static void respondNotModified(Context ctx) {
        respondEmpty(ctx, 304);
        try {
            ctx.res().flushBuffer();
        } catch (IOException gone) {
            LOG.debug(CLIENT_DISCONNECTED, gone);
        }
    }
}
