package dev.roster.bootstrap.cli;

import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code audit list}. */
@Command(name = "audit", description = "Show security events.")
record AuditCommands(RosterCommands roster, PrintStream out) {

    private static final int LIMIT = 1_000;

    /** Prints one line for each event, with tab-separated fields. */
    @Command(description = "List the latest 1,000 security events, newest first.")
    void list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "EMAIL",
                            defaultValue = "",
                            description = "the email address of a user; without it, the events of all users are listed")
                    String email) {
        roster.withStorage((config, storage) -> {
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
        });
    }

    private static User user(Storage storage, String email) {
        return EmailAddress.parse(email)
                .flatMap(storage.users()::findByEmail)
                .orElseThrow(() -> new ConfigException("audit list: no user has this email address"));
    }
}
