package dev.roster.bootstrap.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** The secret of a node that keeps its own: a file beside the embedded database that only its owner can read. */
public final class JwtSecretFile {

    private static final int MAX_FILE_BYTES = 1_024;

    private final Path file;

    private JwtSecretFile(Path file) {
        this.file = file;
    }

    /** The file for the embedded database at that path. */
    public static JwtSecretFile beside(Path database) {
        return new JwtSecretFile(database.resolveSibling(database.getFileName() + ".jwt-secret"));
    }

    /**
     * The secret, made now if there is none. Of several processes that make one at once all get the same.
     *
     * @throws ConfigException if there is a file that holds no secret, or that others can read
     */
    public JwtSecret readOrCreate() {
        try {
            if (!Files.exists(file)) {
                create(JwtSecret.random());
            }
            return read();
        } catch (IOException failed) {
            throw configException("cannot be read or written (" + Redaction.failureReason(failed) + ")");
        }
    }

    /** Drops the secret, so that nothing signed with it is accepted any more; the next start makes another. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw configException("cannot be deleted (" + Redaction.failureReason(failed) + ")");
        }
    }

    private void create(JwtSecret secret) throws IOException {
        // Temporary files are made readable by their owner alone, and a link appears under its name all written or not
        // at all.
        Path directory = file.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(directory, "." + file.getFileName(), ".new");
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap((secret.text() + "\n").getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            publish(whole);
        } catch (FileAlreadyExistsException fasterElsewhere) {
            // Theirs is as good.
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private void publish(Path whole) throws IOException {
        try {
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.move(whole, file);
        }
    }

    private JwtSecret read() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw configException("is no file with a secret; delete it to have another made");
        }
        requireOwnerOnly();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        try {
            if (Base64.getDecoder().decode(text).length >= JwtSecret.MIN_BYTES) {
                return JwtSecret.of(text);
            }
        } catch (IllegalArgumentException notBase64) {
            // told below, without the decoder's message, which quotes from the file
        }
        throw configException("holds no secret (base64 of at least 32 bytes); delete it to have another made");
    }

    private void requireOwnerOnly() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> tooMany = EnumSet.noneOf(PosixFilePermission.class);
        tooMany.addAll(Files.getPosixFilePermissions(file));
        tooMany.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!tooMany.isEmpty()) {
            throw configException("is open to others than its owner; delete it to have another made, or chmod 600 it");
        }
    }

    private ConfigException configException(String what) {
        return new ConfigException("JWT_SECRET: not set, and the file " + file + " kept in its stead " + what);
    }
}
