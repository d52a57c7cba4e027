package dev.roster.bootstrap.config;

import dev.roster.adapters.jdbc.Database;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

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
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, ownerOnly(directory.getFileSystem()));
            }
        } catch (IOException failed) {
            throw configException(directory, "cannot be created (" + Redaction.failureReason(failed) + ")");
        }
        if (!Files.isWritable(directory)) {
            throw configException(directory, "is not writable");
        }
    }

    private static FileAttribute<?>[] ownerOnly(FileSystem system) {
        return system.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static ConfigException configException(Path directory, String what) {
        return new ConfigException("DATABASE_URL: the directory " + directory + " of the embedded database " + what);
    }
}
