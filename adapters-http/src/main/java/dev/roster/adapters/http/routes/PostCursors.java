package dev.roster.adapters.http.routes;

import dev.roster.adapters.http.request.EpochMicros;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;

/**
 * Text format of {@link PostCursor}: the creation time in microseconds since 1970 and the post id, 16 bytes in URL-safe
 * Base64 (RFC 4648, section 5). Cursors are not signed: they contain nothing secret, and a forged one is only another
 * position in the list.
 */
final class PostCursors {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** 16 bytes in Base64. */
    private static final int LENGTH = 22;

    /** The earliest time that every database supports. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private PostCursors() {}

    static String format(PostCursor cursor) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(EpochMicros.of(cursor.createdAt()))
                .putLong(cursor.id().value());
        return ENCODER.encodeToString(bytes.array());
    }

    /**
     * Parses a cursor.
     *
     * @throws InvalidValueException for the field {@code after} if the text is not a cursor
     */
    static PostCursor parse(String text) {
        if (text.length() != LENGTH) {
            throw invalidCursor();
        }
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(DECODER.decode(text));
        } catch (IllegalArgumentException notBase64) {
            throw invalidCursor();
        }
        Instant createdAt = EpochMicros.toInstant(bytes.getLong());
        long id = bytes.getLong();
        if (createdAt.isBefore(EARLIEST) || !createdAt.isBefore(END) || id < 1 || id > PostId.MAX) {
            throw invalidCursor();
        }
        PostCursor cursor = new PostCursor(createdAt, new PostId(id));
        if (!format(cursor).equals(text)) { // the last character has unused bits
            throw invalidCursor();
        }
        return cursor;
    }

    private static InvalidValueException invalidCursor() {
        return new InvalidValueException("after", "must be empty or the next of a previous response");
    }
}
