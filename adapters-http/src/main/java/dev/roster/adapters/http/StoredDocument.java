package dev.roster.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that stays the same as long as the server runs. Made at its first request: many servers never get one. */
final class StoredDocument {

    private final String mediaType;
    private final Supplier<byte[]> source;
    private @Nullable Content content;

    private StoredDocument(String mediaType, Supplier<byte[]> source) {
        this.mediaType = mediaType;
        this.source = source;
    }

    /**
     * One that is made of something.
     *
     * @param source makes its content, once
     */
    static StoredDocument of(String mediaType, Supplier<byte[]> source) {
        return new StoredDocument(mediaType, source);
    }

    /**
     * One from the class path.
     *
     * @param name relative to this package, unless it begins with a slash
     */
    static StoredDocument read(String mediaType, String name) {
        return new StoredDocument(mediaType, () -> bytes(name));
    }

    static byte[] bytes(String name) {
        try (InputStream in = StoredDocument.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("unreadable on the class path: " + name, unreadable);
        }
    }

    /** Answers with it, or with 304 to a client that has it. */
    void answer(Context ctx, String caching) {
        Content stored = content();
        ctx.header(Header.CACHE_CONTROL, caching);
        ctx.header(Header.ETAG, stored.tag());
        ctx.header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        if (Conditions.isKnown(ctx, stored.tag())) {
            Json.answerNotModified(ctx);
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
