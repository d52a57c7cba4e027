package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.ConditionalRequests;
import dev.roster.adapters.http.request.Json;
import dev.roster.application.port.security.HashFunction;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A resource that does not change while the server runs. Its content is loaded by the first request. */
public final class StaticResource {

    private final String mediaType;
    private final Supplier<byte[]> source;
    private @Nullable Content content;

    /**
     * Creates a resource.
     *
     * @param source generates the content; called once
     */
    StaticResource(String mediaType, Supplier<byte[]> source) {
        this.mediaType = mediaType;
        this.source = source;
    }

    /**
     * Creates a resource from the class path.
     *
     * @param name relative to this package, unless it starts with a slash
     */
    static StaticResource fromClassPath(String mediaType, String name) {
        return new StaticResource(mediaType, () -> readClassPath(name));
    }

    public static byte[] readClassPath(String name) {
        try (InputStream in = StaticResource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read from the class path: " + name, unreadable);
        }
    }

    /** Responds with the content, or with 304 if the client already has it. */
    void respond(Context ctx, String caching) {
        Content stored = content();
        ctx.header(Header.CACHE_CONTROL, caching);
        ctx.header(Header.ETAG, stored.tag());
        ctx.header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        if (ConditionalRequests.isNotModified(ctx, stored.tag())) {
            Json.respondNotModified(ctx);
        } else {
            ctx.status(200).contentType(mediaType).result(stored.bytes());
        }
    }

    private synchronized Content content() {
        Content stored = content;
        if (stored == null) {
            byte[] bytes = source.get();
            stored = new Content(bytes, '"' + HashFunction.SHA_256.hex(bytes) + '"');
            content = stored;
        }
        return stored;
    }

    /**
     * The content of the resource.
     *
     * @param tag the entity tag: a hash of the bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or changed
    private record Content(byte[] bytes, String tag) {}
}
