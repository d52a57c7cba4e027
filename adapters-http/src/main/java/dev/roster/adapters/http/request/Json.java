package dev.roster.adapters.http.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.javalin.http.Context;
import io.javalin.http.Header;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes JSON, and the responses that consist of it. */
public final class Json {

    public static final String MEDIA_TYPE = "application/json";

    private static final int MAX_BUFFERS = 64;

    private static final ObjectWriter WRITER = new ObjectMapper(factory()).writer();

    private static final Logger LOG = LoggerFactory.getLogger(Json.class);
    private static final String CLIENT_DISCONNECTED = "the client went away before it was answered";

    private Json() {}

    /**
     * Makes a factory that shares its buffers. By default Jackson keeps them by thread, so each virtual thread allocates new
     * ones.
     */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_BUFFERS))
                .build();
    }

    public static byte[] bytes(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of this package can be written as JSON", impossible);
        }
    }

    /**
     * Writes the response at once, without Javalin, which would copy it through a buffer of 32 KiB: most of the 44 KB that a
     * cached read allocated.
     */
    public static void respond(Context ctx, int status, Object value) {
        byte[] body = bytes(value);
        HttpServletResponse response = ctx.res();
        response.setHeader(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        try {
            // Without a length: a response that is complete early cannot announce "Connection: close".
            response.getOutputStream().write(body);
        } catch (IOException gone) {
            LOG.debug(CLIENT_DISCONNECTED, gone);
        }
    }

    /** An answer without a body, and so without a type of one. */
    public static void respondEmpty(Context ctx, int status) {
        ctx.status(status);
        ctx.res().setContentType(null);
    }

    /**
     * An answer for those who have what they ask for. Sent at once: left to itself Jetty would give it the length 0, which is
     * not that of what they have (RFC 9110, section 8.6).
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
