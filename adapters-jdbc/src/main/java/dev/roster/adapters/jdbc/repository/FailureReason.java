package dev.roster.adapters.jdbc.repository;

import dev.roster.application.port.outbox.OutboxQueue;

/** The stored reason of a failed delivery. */
final class FailureReason {

    private FailureReason() {}

    /** Shortens a reason and replaces characters that databases reject, so that storing it does not fail. */
    static String sanitize(String reason) {
        return reason.codePoints()
                .limit(OutboxQueue.REASON_LENGTH)
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
