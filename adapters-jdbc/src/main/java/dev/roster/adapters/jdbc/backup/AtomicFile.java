package dev.roster.adapters.jdbc.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Creates files that appear under their names when they are complete and on the disk. Only their owner can access them. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes the whole content to a stream, which the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Creates a file in an existing directory.
     *
     * @param replace whether an existing file is replaced
     * @throws FileAlreadyExistsException if the file exists and is not to be replaced; it is unchanged
     * @throws IOException if the file cannot be written; an existing one is unchanged, and no other is left
     */
    public static void write(Path target, boolean replace, Content content) throws IOException {
        requireAbsent(target, replace);
        Path complete = createTemporary(target, ".part");
        try {
            try (OutputStream out = Files.newOutputStream(complete)) {
                content.writeTo(out);
            }
            publish(complete, target, replace);
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    static void requireAbsent(Path target, boolean replace) throws IOException {
        if (!replace && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    /** Creates a file beside the target, which is deleted at the latest when a signal ends the process. */
    static Path createTemporary(Path target, String suffix) throws IOException {
        Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".roster-", suffix);
        temporary.toFile().deleteOnExit();
        return temporary;
    }

    /** Makes a complete file appear atomically under another name. */
    static void publish(Path complete, Path target, boolean replace) throws IOException {
        try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (replace) {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            link(complete, target);
        }
        forceDirectory(target.toAbsolutePath().resolveSibling(""));
    }

    /** Replaces no file that another process has created meanwhile. */
    private static void link(Path complete, Path target) throws IOException {
        try {
            Files.createLink(target, complete);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.move(complete, target);
        }
    }

    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOnThisPlatform) {
            // Windows cannot open directories, and does not need it.
        }
    }
}
