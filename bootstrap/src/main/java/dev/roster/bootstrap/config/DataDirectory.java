package dev.roster.bootstrap.config;

import dev.roster.adapters.jdbc.Database;
import dev.roster.bootstrap.secrets.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of the embedded database. */
public final class DataDirectory {

    /** The folder for mails, without a mail server and without a file of an embedded database. */
    public static final Path MAIL_FOLDER = Path.of("roster-mails");

    private DataDirectory() {}

    /**
     * Creates the directory of an embedded database if it does not exist. Only its owner can access a new directory.
     *
     * @throws ConfigException if the directory cannot be created, or it or the database file cannot be written
     */
    public static void prepare(Database database) {
        Directories.databaseError(database).ifPresent(error -> {
            throw new ConfigException(error);
        });
        database.embeddedFile()
                .map(file -> file.toAbsolutePath().normalize().getParent())
                .ifPresent(DataDirectory::create);
    }

    /** Returns the absolute path of an embedded database's file, which may not exist; empty for other databases. */
    public static Optional<Path> databaseFile(Database database) {
        return database.embeddedFile()
                .map(file -> file.toAbsolutePath().normalize())
                .map(file -> file.resolveSibling(file.getFileName() + ".mv.db"));
    }

    /** Returns whether a file is the embedded database or the secret beside it, under any of its names. */
    public static boolean isOwnFile(Database database, Path file) {
        return Stream.concat(databaseFile(database).stream(), database.embeddedFile().map(JwtSecretFile::path).stream())
                .anyMatch(own -> isSameFile(own, file));
    }

    private static boolean isSameFile(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.isSameFile(one, other);
        } catch (IOException missing) {
            return false;
        }
    }

    /** Returns the default folder for mails: {@code mails} beside the file of an embedded database. */
    public static Path mailFolder(Database database) {
        return database.embeddedFile()
                .map(file -> file.toAbsolutePath().normalize().resolveSibling("mails"))
                .orElse(MAIL_FOLDER);
    }

    /**
     * Rejects an embedded database that does not exist. Opening it would create an empty one.
     *
     * @throws ConfigException if there is no file
     */
    public static void requireDatabase(Database database) {
        databaseFile(database).filter(Files::notExists).ifPresent(missing -> {
            throw new ConfigException("DATABASE_URL: there is no embedded database " + missing
                    + "; run the command in the folder of the server, or set DATABASE_URL");
        });
    }

    private static void create(Path directory) {
        try {
            OwnerOnlyFiles.createDirectories(directory);
        } catch (IOException failed) {
            throw new ConfigException("DATABASE_URL: the directory " + directory
                    + " of the embedded database cannot be created (" + Redaction.failureReason(failed) + ")");
        }
    }
}
