package dev.roster.adapters.jdbc.backup;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.SchemaException;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Backups of an embedded database: gzip files, whose checksum finds a damaged one, with a copy of the database's file.
 * They are made while another process serves requests on it: an open file only grows, so a copy equals the file that a
 * crash at that moment would leave, and H2 opens it in the same way. Backups and restored databases appear under their
 * names when they are complete, were opened once, and are on the disk.
 *
 * <p>Use it in a process of its own: on POSIX systems, closing a file that was only read also ends H2's lock of this
 * file, if both are in one process.
 */
public final class EmbeddedBackup {

    private static final String SUFFIX = ".mv.db";

    private final Database database;
    private final Path file;

    private EmbeddedBackup(Database database, Path base) {
        this.database = database;
        this.file = base.resolveSibling(base.getFileName() + SUFFIX);
    }

    /**
     * Returns the backups of a database.
     *
     * @throws IllegalArgumentException if it is not an H2 database in a file
     */
    public static EmbeddedBackup of(Database database) {
        Path base = database.embeddedFile()
                .orElseThrow(() -> new IllegalArgumentException("must be a database of H2 in a file"));
        return new EmbeddedBackup(database, base.toAbsolutePath().normalize());
    }

    /** Returns the file of the database. */
    public Path file() {
        return file;
    }

    /**
     * Writes a backup, which only its owner can access. It contains each change that was committed before the call.
     *
     * @param replace whether an existing file is replaced
     * @throws NoSuchFileException if there is no database
     * @throws FileAlreadyExistsException if the target exists and is not to be replaced, or is the database itself; it
     *     is unchanged
     * @throws InvalidBackupException if the database cannot be opened by this version of Roster
     * @throws IOException if the backup cannot be written; no file is left then
     */
    public void copyTo(Path target, boolean replace) throws IOException {
        requireExists(file);
        boolean itself = Files.exists(target) && Files.isSameFile(file, target);
        AtomicFile.requireAbsent(target, replace && !itself);
        Path copy = AtomicFile.createTemporary(target, SUFFIX);
        try {
            StableCopy.of(file, copy);
            requireUsable(copy);
            AtomicFile.write(target, replace, to -> {
                try (OutputStream out = new GZIPOutputStream(to)) {
                    Files.copy(copy, out);
                }
            });
        } finally {
            deleteDatabase(copy);
        }
    }

    /**
     * Creates the database from a backup, in an existing directory.
     *
     * @param replace whether an existing database is replaced
     * @throws NoSuchFileException if there is no backup
     * @throws FileAlreadyExistsException if there is a database that is not to be replaced; it is unchanged
     * @throws OverlappingFileLockException if another process has the database open; it is unchanged
     * @throws InvalidBackupException if the file is not a backup, or is one of a newer version of Roster
     * @throws IOException if the database cannot be written; an existing one is unchanged, and no other file is left
     */
    public void restoreFrom(Path backup, boolean replace) throws IOException {
        requireExists(backup);
        AtomicFile.requireAbsent(file, replace);
        requireClosed();
        Path copy = AtomicFile.createTemporary(file, SUFFIX);
        try {
            decompress(backup, copy);
            requireUsable(copy);
            if (Files.exists(file)) {
                replaceClosed(copy);
            } else {
                AtomicFile.publish(copy, file, false);
            }
        } finally {
            deleteDatabase(copy);
        }
    }

    /** Reports an open database before the work. */
    private void requireClosed() throws IOException {
        if (Files.exists(file)) {
            try (FileChannel existing = lock()) {
                existing.force(false);
            }
        }
    }

    private void replaceClosed(Path copy) throws IOException {
        try (FileChannel existing = lock()) {
            AtomicFile.publish(copy, file, true);
            existing.force(false);
        }
    }

    /** Locks the database as H2 does, until the channel is closed. */
    private FileChannel lock() throws IOException {
        FileChannel existing = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            FileLock lock = existing.tryLock();
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
            return existing;
        } catch (IOException | RuntimeException | Error failed) {
            existing.close();
            throw failed;
        }
    }

    private static void requireExists(Path source) throws IOException {
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
    }

    private static void deleteDatabase(Path copy) throws IOException {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(Path.of(base(copy) + ".trace.db"));
    }

    private static void decompress(Path backup, Path copy) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(backup));
                OutputStream out = Files.newOutputStream(copy)) {
            in.transferTo(out);
        } catch (ZipException | EOFException damaged) {
            throw new InvalidBackupException("the file is no gzip file, or is damaged", damaged);
        }
    }

    /** Opens the copy as a start after a crash does, which repairs its end. */
    private void requireUsable(Path copy) throws IOException {
        String url = database.jdbcUrl();
        int options = url.indexOf(';');
        Database copied = new Database(
                "jdbc:h2:file:" + base(copy) + (options < 0 ? "" : url.substring(options)),
                database.user(),
                database.password(),
                1);
        try {
            Schema.requireKnown(copied);
        } catch (SchemaException | StorageUnavailableException refused) {
            throwIfDiskFailed(refused);
            throw new InvalidBackupException(reason(refused), refused);
        }
    }

    /** Reports a full disk as such: H2 writes to a file that it opens. */
    private static void throwIfDiskFailed(RuntimeException refused) throws IOException {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException failed && !(cause instanceof EOFException)) {
                throw failed;
            }
        }
    }

    private static String reason(RuntimeException refused) {
        return refused instanceof SchemaException
                ? String.valueOf(refused.getMessage())
                : "H2 cannot open the file with these settings";
    }

    private static String base(Path copy) {
        String name = copy.toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }
}
