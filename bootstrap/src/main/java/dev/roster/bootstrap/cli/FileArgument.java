package dev.roster.bootstrap.cli;

import dev.roster.adapters.jdbc.Database;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The operand FILE of a command, and the messages about it. */
final class FileArgument {

    private FileArgument() {}

    /**
     * Returns a file to be created.
     *
     * @throws ConfigException if it cannot be a file, is a file of the embedded database, or its directory does not
     *     exist
     */
    static Path target(String command, String name, Database database) {
        Path file = path(command, name);
        if (DataDirectory.isOwnFile(database, file)) {
            throw new ConfigException(
                    command + ": " + file + " belongs to the embedded database itself; name another file");
        }
        Path directory = file.resolveSibling("");
        if (!Files.isDirectory(directory)) {
            throw new ConfigException(command + ": the directory " + directory + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new ConfigException(command + ": " + file + " is a directory; name a file in it");
        }
        return file;
    }

    /**
     * Returns a file to be read.
     *
     * @throws ConfigException if there is no such file
     */
    static Path source(String command, String name) {
        Path file = path(command, name);
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(command + ": "
                    + (Files.exists(file) ? file + " is not a regular file" : "there is no file " + file));
        }
        return file;
    }

    private static Path path(String command, String name) {
        try {
            Path file = Path.of(name).toAbsolutePath().normalize();
            // H2 reads options after a semicolon.
            if (!name.isEmpty()
                    && !name.equals("-")
                    && file.getParent() != null
                    && !file.toString().contains(";")) {
                return file;
            }
        } catch (InvalidPathException invalid) {
            // Reported below.
        }
        throw new ConfigException(command + ": FILE must be the name of a file, without semicolons");
    }

    static ConfigException alreadyExists(String command, Path file) {
        return new ConfigException(command + ": " + file + " exists already; name another file, or add --force");
    }

    /** Returns the size of a file, rounded up. */
    static String size(Path file) throws IOException {
        return ((Files.size(file) + 1_023) / 1_024) + " KiB";
    }

    /** Returns the reason of a failure, after a colon. */
    static String reason(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return ": permission denied";
        }
        String reason = failed instanceof FileSystemException file ? file.getReason() : failed.getMessage();
        return ": " + (reason == null ? failed.getClass().getSimpleName() : reason);
    }
}
