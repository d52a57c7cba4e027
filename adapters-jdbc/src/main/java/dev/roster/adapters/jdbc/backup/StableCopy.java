package dev.roster.adapters.jdbc.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Copies a database file that another process writes. H2's own {@code BACKUP} copies in the same order.
 *
 * <p>While the database is open, only the header in the first two blocks is overwritten; everything else is appended.
 * When H2 opens or closes the database, it may overwrite more. Therefore the file is read twice, and copied again if it
 * has changed meanwhile.
 */
final class StableCopy {

    private static final int HEADER_BYTES = 2 * 4_096;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int ATTEMPTS = 10;

    private StableCopy() {}

    /** Copies a file into an existing one, which is replaced. */
    static void of(Path from, Path to) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                    FileChannel target = FileChannel.open(
                            to,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                copy(source, target);
                if (isUnchanged(source, target)) {
                    return;
                }
            }
        }
        throw new IOException("the database was changed in place during each of " + ATTEMPTS + " attempts");
    }

    /** Copies the header first: all that it refers to is then in the rest. */
    private static void copy(FileChannel source, FileChannel target) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        read(source, header, 0);
        write(target, header);
        long size = source.size();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long position = target.position(); position < size; position = target.position()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - position));
            read(source, buffer, position);
            if (buffer.position() == 0) {
                return;
            }
            write(target, buffer);
        }
    }

    private static void write(FileChannel target, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            target.write(buffer);
        }
    }

    private static boolean isUnchanged(FileChannel source, FileChannel target) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer now = ByteBuffer.allocate(BUFFER_BYTES);
        long size = target.size();
        for (long position = HEADER_BYTES; position < size; position += BUFFER_BYTES) {
            int length = (int) Math.min(BUFFER_BYTES, size - position);
            read(target, before.clear().limit(length), position);
            read(source, now.clear().limit(length), position);
            if (!before.flip().equals(now.flip())) {
                return false;
            }
        }
        return true;
    }

    /** Reads until the buffer is full or the file ends. */
    private static void read(FileChannel source, ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = source.read(buffer, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }
}
