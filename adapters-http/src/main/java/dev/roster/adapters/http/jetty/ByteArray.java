package dev.roster.adapters.http.jetty;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Growing array of bytes. Unlike {@code ByteArrayOutputStream}, copies nothing if its capacity was right. */
final class ByteArray {

    private byte[] bytes;
    private int size;

    ByteArray(int capacity) {
        bytes = new byte[capacity];
    }

    /** Appends all remaining bytes of a buffer. */
    void append(ByteBuffer buffer) {
        int added = buffer.remaining();
        if (added > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + added, 2 * bytes.length));
        }
        buffer.get(bytes, size, added);
        size += added;
    }

    /** Returns the bytes. The caller must not append any more. */
    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
