package dev.roster.adapters.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers. */
final class Json {

    static final String MEDIA_TYPE = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(Json.class);

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of this package can be written as JSON", impossible);
        }
    }

    static void answer(Context ctx, int status, Object value) {
        ctx.header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        ctx.status(status).contentType(MEDIA_TYPE).result(bytes(value));
    }

    /** An answer without a body, and so without a type of one. */
    static void answerNothing(Context ctx, int status) {
        ctx.status(status);
        ctx.res().setContentType(null);
    }

    /**
     * An answer for those who have what they ask for. Sent at once: left to itself Jetty would give it the length 0, which is
     * not that of what they have (RFC 9110, section 8.6).
     */
    static void answerNotModified(Context ctx) {
        answerNothing(ctx, 304);
        try {
            ctx.res().flushBuffer();
        } catch (IOException gone) {
            LOG.debug("the client went away before it was answered", gone);
        }
    }
}
