package dev.roster.bootstrap.config;

import dev.roster.bootstrap.secrets.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** File that keeps the generated JWT secret beside the embedded database. Only its owner can read it. */
public final class JwtSecretFile {

    private static final int MAX_FILE_BYTES = 1_024;

    private final Path file;

    private JwtSecretFile(Path file) {
        this.file = file;
    }

    /** Returns the secret file of the embedded database at the given path. */
    public static JwtSecretFile beside(Path database) {
        return new JwtSecretFile(path(database));
    }

    static Path path(Path database) {
        return database.resolveSibling(database.getFileName() + ".jwt-secret");
    }

    /**
     * Returns the secret and creates it if there is none. Processes that create it concurrently get the same secret.
     *
     * @throws ConfigException if the file contains no secret, users other than the owner can access it, or it cannot be
     *     read or written
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

    /** Deletes the secret, which makes all tokens signed with it invalid. The next start creates a new one. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw configException("cannot be deleted (" + Redaction.failureReason(failed) + ")");
        }
    }

    private void create(JwtSecret secret) throws IOException {
        try {
            OwnerOnlyFiles.create(file, (secret.text() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException fasterElsewhere) {
            // Another process created the secret first; it is used.
        }
    }

    private JwtSecret read() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw configException("is not a secret file; delete it to get a new one");
        }
        requireOwnerOnly();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        try {
            if (Base64.getDecoder().decode(text).length >= JwtSecret.MIN_BYTES) {
                return JwtSecret.of(text);
            }
        } catch (IllegalArgumentException notBase64) {
            // Reported below without the decoder's message, because that message quotes the file.
        }
        throw configException("must contain at least 32 bytes in base64; delete it to get a new one");
    }

    private void requireOwnerOnly() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        if (!PosixFilePermissions.fromString("rwx------").containsAll(Files.getPosixFilePermissions(file))) {
            throw configException("must be accessible only to its owner; delete it to get a new one, or run chmod 600");
        }
    }

    private ConfigException configException(String what) {
        return new ConfigException("JWT_SECRET: is not set, and the secret file " + file + " " + what);
    }
}
