package dev.roster.bootstrap.cli;

import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import java.io.PrintStream;
import java.util.List;

/** The command {@code audit list}. */
public final class AuditCommands {

    private static final int LIMIT = 1_000;

    private AuditCommands() {}

    /**
     * Prints the latest events, newest first, one line each with tab-separated fields.
     *
     * @param email email address of a user; empty for the events of all users
     * @throws ConfigException if the email address is invalid or no user has it
     */
    public static void list(Storage storage, String email, PrintStream out) {
        List<AuditEvent> events = email.isEmpty()
                ? storage.auditLog().findLatest(LIMIT)
                : storage.auditLog().findLatestByUserId(user(storage, email).id(), LIMIT);
        for (AuditEvent event : events) {
            out.println(String.join(
                    "\t",
                    event.occurredAt().toString(),
                    event.type().name(),
                    event.userId().map(id -> "user " + id).orElse("no user"),
                    event.actorId().map(id -> "by user " + id).orElse(""),
                    event.clientAddress().isKnown() ? "from " + event.clientAddress() : ""));
        }
    }

    private static User user(Storage storage, String email) {
        return EmailAddress.parse(email)
                .flatMap(storage.users()::findByEmail)
                .orElseThrow(() -> new ConfigException("audit list: no user has this email address"));
    }
}
