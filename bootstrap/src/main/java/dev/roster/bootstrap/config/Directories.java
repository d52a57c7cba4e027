package dev.roster.bootstrap.config;

import dev.roster.adapters.jdbc.Database;
import dev.roster.bootstrap.mail.MailTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Checks that the directories of the settings can be used. Creates no directory. */
final class Directories {

    private Directories() {}

    /** Returns why the files of an embedded database cannot be written; empty if they can, or there are none. */
    static Optional<String> databaseError(Database database) {
        Optional<Path> existingOrNew = DataDirectory.databaseFile(database);
        if (existingOrNew.isEmpty()) {
            return Optional.empty();
        }
        Path file = existingOrNew.get();
        Path directory = file.resolveSibling("");
        if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isReadable(file) && Files.isWritable(file))) {
            return Optional.of("DATABASE_URL: the file " + file
                    + " of the embedded database must be a file that can be read and written, but is not");
        }
        return writeError(directory)
                .map(reason -> "DATABASE_URL: the directory " + directory
                        + " of the embedded database cannot be written (" + reason + ")");
    }

    /** Returns why mails cannot be written to a directory; empty if they can. */
    static Optional<String> mailsError(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return writeError(absolute)
                .map(reason -> "MAIL_DIR: the directory " + absolute + " for mails cannot be written (" + reason + ")");
    }

    /** Returns why the mail templates of a directory cannot be used; empty if they can. */
    static Optional<String> templatesError(Path directory) {
        try {
            MailTemplates.withOverrides(directory);
            return Optional.empty();
        } catch (IllegalArgumentException refused) {
            return Optional.of("MAIL_TEMPLATES: " + refused.getMessage());
        }
    }

    /**
     * Returns why nothing can be created in a directory, or the directory itself cannot be created. Tries it, because
     * permissions are not enough: they do not apply to root, and not to file systems such as {@code /proc}.
     */
    private static Optional<String> writeError(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of(existing + " is not a directory");
        }
        try {
            Files.delete(Files.createTempDirectory(existing, ".roster-check"));
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(Redaction.failureReason(failed));
        }
    }
}
