package dev.roster.bootstrap.config;

import dev.roster.adapters.jdbc.Database;
import dev.roster.bootstrap.secrets.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of the embedded database. */
public final class DataDirectory {

    private DataDirectory() {}

    /**
     * Creates the directory of an embedded database if it does not exist. Only its owner can access a new directory.
     *
     * @throws ConfigException if the directory cannot be created or is not writable
     */
    public static void prepare(Database database) {
        database.embeddedFile()
                .map(file -> file.toAbsolutePath().normalize().getParent())
                .ifPresent(DataDirectory::prepare);
    }

    private static void prepare(Path directory) {
        try {
            OwnerOnlyFiles.createDirectories(directory);
        } catch (IOException failed) {
            throw configException(directory, "cannot be created (" + Redaction.failureReason(failed) + ")");
        }
        if (!Files.isWritable(directory)) {
            throw configException(directory, "is not writable");
        }
    }

    private static ConfigException configException(Path directory, String what) {
        return new ConfigException("DATABASE_URL: the directory " + directory + " of the embedded database " + what);
    }
}
