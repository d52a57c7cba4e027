package dev.roster.bootstrap.cli;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.backup.EmbeddedBackup;
import dev.roster.adapters.jdbc.backup.InvalidBackupException;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The commands {@code backup} and {@code restore}. */
record BackupCommands(Config config, PrintStream out, PrintStream err) {

    /** Writes a backup of the embedded database and returns the exit code. */
    int backup(String name, boolean force) {
        EmbeddedBackup database = database("backup", "pg_dump");
        Path file = FileArgument.target("backup", name, config.database());
        try {
            database.copyTo(file, force);
            out.println("Wrote a backup of " + database.file() + " to " + file + " (" + FileArgument.size(file) + ")");
            return ExitCode.SUCCESS;
        } catch (NoSuchFileException missing) {
            throw new ConfigException("DATABASE_URL: there is no embedded database " + missing.getFile());
        } catch (FileAlreadyExistsException exists) {
            throw FileArgument.alreadyExists("backup", file);
        } catch (InvalidBackupException unusable) {
            err.println("backup: " + database.file() + " cannot be used: " + unusable.getMessage());
        } catch (IOException failed) {
            err.println("backup: cannot copy " + database.file() + " to " + file + FileArgument.reason(failed));
        }
        return ExitCode.FAILURE;
    }

    /** Creates the embedded database from a backup and returns the exit code. */
    int restore(String name, boolean force) {
        EmbeddedBackup database = database("restore", "pg_restore or psql");
        Path file = FileArgument.source("restore", name);
        if (!force && Files.exists(database.file())) {
            throw alreadyExists(database);
        }
        DataDirectory.prepare(config.database());
        try {
            database.restoreFrom(file, force);
            out.println("Restored " + database.file() + " from " + file);
            return ExitCode.SUCCESS;
        } catch (FileAlreadyExistsException exists) {
            throw alreadyExists(database);
        } catch (OverlappingFileLockException open) {
            throw new ConfigException("restore: another process, such as a running server, has " + database.file()
                    + " open; stop it first");
        } catch (InvalidBackupException unusable) {
            throw new ConfigException(
                    "restore: " + file + " is not a backup that this Roster can use: " + unusable.getMessage());
        } catch (IOException failed) {
            err.println("restore: cannot restore " + database.file() + " from " + file + FileArgument.reason(failed));
            return ExitCode.FAILURE;
        }
    }

    private static ConfigException alreadyExists(EmbeddedBackup database) {
        return new ConfigException("restore: the database " + database.file()
                + " exists already; stop the server, and move the database away or add --force");
    }

    private EmbeddedBackup database(String command, String ofPostgres) {
        Database database = config.database();
        if (database.embeddedFile().isEmpty()) {
            String instead = database.isEmbedded() ? "is in memory" : "is PostgreSQL; use " + ofPostgres;
            throw new ConfigException(
                    command + ": requires an embedded database in a file, but that of DATABASE_URL " + instead);
        }
        return EmbeddedBackup.of(database);
    }
}
