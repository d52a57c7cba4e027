package dev.roster.adapters.http;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Something that stays the same as long as the server runs. */
final class StoredDocument {

    private final String mediaType;
    private final byte[] bytes;
    private final String tag;

    private StoredDocument(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.tag = '"' + Sha256.base64Url(bytes) + '"';
    }

    static StoredDocument of(String mediaType, byte[] bytes) {
        return new StoredDocument(mediaType, bytes.clone());
    }

    /**
     * One from the class path.
     *
     * @param name relative to this package, unless it begins with a slash
     */
    static StoredDocument read(String mediaType, String name) {
        return new StoredDocument(mediaType, bytes(name));
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

    /** Its entity tag, which changes with its content. */
    String tag() {
        return tag;
    }

    /** Answers with it, or with 304 to a client that has it. */
    void answer(Context ctx, String caching) {
        ctx.header(Header.CACHE_CONTROL, caching);
        ctx.header(Header.ETAG, tag);
        ctx.header(Header.X_CONTENT_TYPE_OPTIONS, "nosniff");
        if (Conditions.isKnown(ctx, tag)) {
            Json.answerNotModified(ctx);
        } else {
            ctx.status(200).contentType(mediaType).result(bytes);
        }
    }
}
