package dev.roster.bootstrap.config;

import dev.roster.adapters.jdbc.Database;
import dev.roster.bootstrap.secrets.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The directory of the embedded database. */
public final class DataDirectory {

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

    private static void create(Path directory) {
        try {
            OwnerOnlyFiles.createDirectories(directory);
        } catch (IOException failed) {
            throw new ConfigException("DATABASE_URL: the directory " + directory
                    + " of the embedded database cannot be created (" + Redaction.failureReason(failed) + ")");
        }
    }
}
