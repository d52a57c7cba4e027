package dev.roster.adapters.http.routes;

import dev.roster.adapters.http.request.EpochMicros;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;

/**
 * Encodes and decodes {@link PostCursor}, the position of a slice: the creation time in microseconds since 1970 and the
 * post id, 16 bytes in URL-safe Base64 (RFC 4648, section 5). Cursors are not signed: they contain nothing secret, and
 * a forged one is only another position in the list.
 */
final class PostCursors {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

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
        try {
            ByteBuffer bytes = ByteBuffer.wrap(DECODER.decode(text));
            Instant createdAt = EpochMicros.toInstant(bytes.getLong());
            PostCursor cursor = new PostCursor(createdAt, new PostId(bytes.getLong()));
            boolean hasValidTime = !createdAt.isBefore(EARLIEST) && createdAt.isBefore(END);
            // The text may be too long or padded, and its last character has unused bits.
            if (hasValidTime && format(cursor).equals(text)) {
                return cursor;
            }
        } catch (IllegalArgumentException | BufferUnderflowException | InvalidValueException malformed) {
            // Rejected below.
        }
        throw new InvalidValueException("after", "must be empty or the next of a previous response");
    }
}
