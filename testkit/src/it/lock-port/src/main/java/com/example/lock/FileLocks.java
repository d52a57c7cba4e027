package com.example.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Locks in a folder, one file each, for processes on one machine. A file contains the fence and the end of the lease
 * in milliseconds, rounded up. Safe for use by multiple threads.
 */
public final class FileLocks implements Locks {

    private final Path folder;

    /** Uses a folder that exists. */
    public FileLocks(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<Held> acquire(String name, Instant now, Duration lease) {
        long time = now.toEpochMilli();
        long until = now.plus(lease).plusNanos(999_999).toEpochMilli();
        State[] acquired = new State[1];
        change(name, state -> {
            if (state.until() > time) {
                return state;
            }
            acquired[0] = new State(state.fence() + 1, until);
            return acquired[0];
        });
        return Optional.ofNullable(acquired[0]).map(state -> new Held(name, state.fence()));
    }

    @Override
    public boolean extend(Held held, Instant now, Duration lease) {
        Objects.requireNonNull(held);
        Objects.requireNonNull(now);
        Objects.requireNonNull(lease);
        throw new UnsupportedOperationException("a lease in a file is never extended");
    }

    @Override
    public boolean release(Held held) {
        State[] before = new State[1];
        change(held.name(), state -> {
            before[0] = state;
            return isHeld(state, held) ? new State(state.fence(), 0) : state;
        });
        return isHeld(before[0], held);
    }

    private static boolean isHeld(State state, Held held) {
        return state.fence() == held.fence() && state.until() > 0;
    }

    /** Changes a file while no other thread (by the monitor) and no other process (by the file lock) does. */
    private void change(String name, UnaryOperator<State> change) {
        Path file = folder.resolve("lock-" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_16)));
        synchronized (FileLocks.class) {
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    var ignored = channel.lock()) {
                State state = read(channel);
                write(channel, change.apply(state));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static State read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        return channel.read(bytes, 0) < bytes.capacity()
                ? new State(0, 0)
                : new State(bytes.getLong(0), bytes.getLong(8));
    }

    private static void write(FileChannel channel, State state) throws IOException {
        channel.write(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(state.fence())
                        .putLong(state.until())
                        .flip(),
                0);
    }

    /** Content of a file. */
    private record State(long fence, long until) {}
}
