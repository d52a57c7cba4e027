package dev.roster.bootstrap.cli;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.bootstrap.config.ConfigException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The commands {@code outbox list} and {@code outbox retry}. */
public final class OutboxCommands {

    /** Maximum number of messages to list or retry. */
    private static final int LIMIT = 10_000;

    private OutboxCommands() {}

    /** Prints each message on one line with tab-separated fields, then a line with the totals. */
    public static void list(OutboxQueue queue, PrintStream out) {
        for (OutboxEntry letter : queue.list(LIMIT)) {
            out.println(String.join(
                    "\t",
                    letter.id().toString(),
                    letter.kind(),
                    letter.deadLetter() ? "dead" : "waiting",
                    "created " + letter.createdAt(),
                    "due " + letter.dueAt(),
                    letter.attempts() + " attempts",
                    letter.lastError().map(OutboxCommands::oneLine).orElse("")));
        }
        QueueStats depth = queue.stats();
        out.println(depth.waiting() + " waiting, " + depth.deadLetters() + " dead");
    }

    /**
     * Makes messages due now.
     *
     * @param which the id of a message, or {@code dead} for all dead letters
     * @throws ConfigException if {@code which} is neither, or no message with that id can be retried
     */
    public static void retry(OutboxQueue queue, String which, PrintStream out) {
        List<MessageId> ids = which.equals("dead")
                ? queue.list(LIMIT).stream()
                        .filter(OutboxEntry::deadLetter)
                        .map(OutboxEntry::id)
                        .toList()
                : List.of(id(which));
        Instant now = InstantSource.system().instant();
        long due = ids.stream().filter(id -> queue.retryNow(id, now)).count();
        if (due == 0 && !which.equals("dead")) {
            throw new ConfigException(
                    "outbox retry: message " + ids.get(0) + " is not in the outbox, or is being delivered now");
        }
        out.println(due + (due == 1 ? " message is due now" : " messages are due now"));
    }

    private static MessageId id(String text) {
        try {
            return new MessageId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new ConfigException("outbox retry: the operand must be dead or a message id from \"outbox list\"");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
