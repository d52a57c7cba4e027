package dev.roster.bootstrap.cli;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.outbox.OutboxQueue.State;
import dev.roster.bootstrap.config.ConfigException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands {@code outbox list} and {@code outbox retry}. */
@Command(name = "outbox", description = "Show and retry messages that wait for delivery.")
record OutboxCommands(RosterCommands roster, PrintStream out) {

    /** Maximum number of messages to list or retry. */
    private static final int LIMIT = 10_000;

    /** Prints each message on one line with tab-separated fields, then a line with the totals. */
    @Command(description = "List the waiting messages, the dead letters and the expired messages, at most 10,000.")
    void list() {
        roster.withStorage((config, storage) -> {
            for (OutboxEntry entry : storage.outboxQueue().list(LIMIT)) {
                out.println(String.join(
                        "\t",
                        entry.id().toString(),
                        entry.kind(),
                        stateOf(entry),
                        "created " + entry.createdAt(),
                        "due " + entry.dueAt(),
                        entry.attempts() + " attempts",
                        reason(entry)));
            }
            QueueStats stats = storage.outboxQueue().stats();
            String expired = stats.expired() == 0 ? "" : ", " + stats.expired() + " expired";
            out.println(stats.waiting() + " waiting, " + stats.deadLetters() + " dead" + expired);
        });
    }

    @Command(
            description =
                    "Make messages due now and reset their attempts. A running node delivers them within a second.")
    void retry(
            @Parameters(
                            paramLabel = "ID|dead|expired",
                            description =
                                    "the id of a message from \"outbox list\", dead for all dead letters, or expired for all expired messages")
                    String which) {
        roster.withStorage((config, storage) -> {
            OutboxQueue queue = storage.outboxQueue();
            boolean all = which.equals("dead") || which.equals("expired");
            List<MessageId> ids = all
                    ? queue.list(LIMIT).stream()
                            .filter(entry -> stateOf(entry).equals(which))
                            .map(OutboxEntry::id)
                            .toList()
                    : List.of(id(which));
            Instant now = InstantSource.system().instant();
            long due = ids.stream().filter(id -> queue.retryNow(id, now)).count();
            if (due == 0 && !all) {
                throw new ConfigException(
                        "outbox retry: message " + ids.get(0) + " is not in the outbox, or is being delivered now");
            }
            out.println(due + (due == 1 ? " message is due now" : " messages are due now"));
        });
    }

    private static MessageId id(String text) {
        try {
            return new MessageId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new ConfigException(
                    "outbox retry: the operand must be dead, expired or a message id from \"outbox list\"");
        }
    }

    private static String stateOf(OutboxEntry entry) {
        return entry.state().name().toLowerCase(Locale.ROOT);
    }

    /** Returns why the last attempt failed, or why there was none. */
    private static String reason(OutboxEntry entry) {
        String none = entry.state() == State.EXPIRED ? "expired before the first delivery attempt" : "";
        return entry.lastError().map(OutboxCommands::oneLine).orElse(none);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
