package dev.roster.adapters.http.pages;

import dev.roster.adapters.http.request.ConditionalRequests;
import dev.roster.adapters.http.request.Json;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that stays the same as long as the server runs. Made at its first request: many servers never get one. */
public final class StaticResource {

    private final String mediaType;
    private final Supplier<byte[]> source;
    private @Nullable Content content;

    private StaticResource(String mediaType, Supplier<byte[]> source) {
        this.mediaType = mediaType;
        this.source = source;
    }

    /**
     * One that is made of something.
     *
     * @param source makes its content, once
     */
    static StaticResource generatedBy(String mediaType, Supplier<byte[]> source) {
        return new StaticResource(mediaType, source);
    }

    /**
     * One from the class path.
     *
     * @param name relative to this package, unless it begins with a slash
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
            throw new UncheckedIOException("unreadable on the class path: " + name, unreadable);
        }
    }

    /** Answers with it, or with 304 to a client that has it. */
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
            stored = new Content(bytes, '"' + Sha256.base64Url(bytes) + '"');
            content = stored;
        }
        return stored;
    }

    /**
     * What is sent.
     *
     * @param tag its entity tag, which changes with its content
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, nor changed
    private record Content(byte[] bytes, String tag) {}
}
