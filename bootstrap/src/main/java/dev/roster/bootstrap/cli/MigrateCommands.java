package dev.roster.bootstrap.cli;

import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.repository.DuplicateMailbox;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.JwtSecretFile;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands {@code migrate} and {@code migrate reset}. */
@Command(name = "migrate", description = "Migrate the database schema to the current version.")
record MigrateCommands(RosterCommands roster, PrintStream out) implements Runnable {

    @Override
    public void run() {
        Config config = roster.config();
        DataDirectory.prepare(config.database());
        try (JooqStorage storage = JooqStorage.open(config.database(), config.databaseStartTimeout())) {
            Schema.migrate(config.database());
            out.println("The schema is up to date: " + storage.description());
            List<DuplicateMailbox> duplicates = Schema.findDuplicateMailboxes(config.database());
            if (!duplicates.isEmpty()) {
                out.println("Users that cannot log in, because another user has the same mailbox. Change the email"
                        + " address of one of them, or delete one:");
                duplicates.forEach(out::println);
            }
        }
    }

    @Command(description = "Delete all data and create the schema again.")
    void reset(
            @Option(
                            names = "--force",
                            required = true,
                            description = "confirms that everything in the database is deleted")
                    boolean force) {
        Config config = roster.config();
        DataDirectory.prepare(config.database());
        try (JooqStorage storage = JooqStorage.open(config.database(), config.databaseStartTimeout())) {
            // Ids start again from 1, so an old token would be valid for the new user with the same id. The secret is
            // deleted first: a crash in between then loses only the sessions.
            config.database().embeddedFile().map(JwtSecretFile::beside).ifPresent(JwtSecretFile::delete);
            Schema.reset(config.database());
            out.println("Deleted all data and created the schema again: " + storage.description());
            if (config.jwtSecret().isPresent() || !config.database().isEmbedded()) {
                out.println(
                        "Change JWT_SECRET now: old access tokens are valid for the new users that get the same ids.");
            }
            if (config.redis().isPresent()) {
                out.println("Delete the keys user:* from Redis now: for up to ten minutes, new users with the same ids"
                        + " would be read from these old entries.");
            }
        }
    }
}
