package dev.roster.testkit.contract.storage.lockstep;

import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.at;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.id;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Calls on the outbox and its queue; names and times are as in {@link StorageCalls}. A claim is referred to by the name
 * of the call that claimed and its number there. Calls on the queue are rejected inside a transaction.
 */
public final class OutboxCalls {

    private static final MessageId NO_MESSAGE = new MessageId(new UUID(0, 0));
    private static final EmailAddress TO = new EmailAddress("Ann@example.com");

    private OutboxCalls() {}

    /** The claims of one call. A type of its own, because names stand for values of distinct types. */
    private record Claims(List<Claim> list) {}

    /** Appends a message of a lane. Each message of a program has a time of its own: the order of others is open. */
    public static Call<UnitOfWork> appendMessage(String message, Lane lane, String user, int micros) {
        return Call.of("appendMessage", List.of(message, lane, user, micros), (unit, names) -> {
            MessageId id = new MessageId(UUID.nameUUIDFromBytes(message.getBytes(StandardCharsets.UTF_8)));
            unit.outbox().append(message(id, lane, id(names, user), at(micros)));
            names.bind(message, id);
            return "appended";
        });
    }

    private static OutboxMessage message(MessageId id, Lane lane, UserId user, Instant at) {
        OneTimeSecret secret = new OneTimeSecret("secret of " + id);
        return switch (lane) {
            case DEFAULT -> new OutboxMessage.WelcomeNotification(id, at, user, "");
            case CACHE -> new OutboxMessage.UserCacheInvalidation(id, at, user, 2, true);
            case VERIFICATION -> new OutboxMessage.VerificationEmail(id, at, TO, "Zoë 😀", secret, at.plusNanos(9_000));
            case PASSWORD_RESET -> new OutboxMessage.PasswordResetRequest(id, at, TO, ClientAddress.UNKNOWN);
            case PASSWORD_CHANGED -> new OutboxMessage.PasswordChangedEmail(id, at, TO, " Ann ");
            case EMAIL_CHANGED -> new OutboxMessage.EmailChangedEmail(id, at, TO, "", TO);
        };
    }

    /** Claims messages of a lane. */
    public static Call<UnitOfWork> claimMessages(String claim, Lane lane, int limit, int micros, int leaseMicros) {
        return Call.of(
                "claimMessages",
                List.of(claim, lane, limit, micros, leaseMicros),
                (unit, names) -> onQueue(unit, queue -> {
                    Duration lease = Duration.ofNanos(leaseMicros * 1_000L);
                    List<Claim> claims = queue.claim(lane, limit, at(micros), lease);
                    names.bind(claim, new Claims(claims));
                    return claims.stream()
                            .map(each -> List.of(each.message(), each.attempt()))
                            .toList();
                }));
    }

    /** Acknowledges one claim. */
    public static Call<UnitOfWork> acknowledge(String claim, int number) {
        return Call.of(
                "acknowledge",
                List.of(claim, number),
                (unit, names) -> onClaim(unit, names, claim, number, OutboxQueue::acknowledge));
    }

    /** Acknowledges all claims of two calls. */
    public static Call<UnitOfWork> acknowledgeAll(String claim, String other) {
        return Call.of("acknowledgeAll", List.of(claim, other), (unit, names) -> {
            List<Claim> claims = Stream.of(claim, other)
                    .distinct()
                    .flatMap(name -> claims(names, name).stream())
                    .toList();
            return onQueue(unit, queue -> queue.acknowledgeAll(claims));
        });
    }

    /** Retries the message of a claim later. Each retry has a time of its own. */
    public static Call<UnitOfWork> retryLater(String claim, int number, int micros, String reason) {
        return Call.of(
                "retryLater",
                List.of(claim, number, micros, reason),
                (unit, names) -> onClaim(
                        unit, names, claim, number, (queue, each) -> queue.retryLater(each, at(micros), reason)));
    }

    /** Makes the message of a claim a dead letter. */
    public static Call<UnitOfWork> deadLetter(String claim, int number, String reason) {
        return Call.of(
                "deadLetter",
                List.of(claim, number, reason),
                (unit, names) -> onClaim(unit, names, claim, number, (queue, each) -> queue.deadLetter(each, reason)));
    }

    /** Marks the message of a claim as expired. */
    public static Call<UnitOfWork> expireMessage(String claim, int number) {
        return Call.of(
                "expireMessage",
                List.of(claim, number),
                (unit, names) -> onClaim(unit, names, claim, number, OutboxQueue::expire));
    }

    /** Retries a message at once, as an operator does. Each retry has a time of its own. */
    public static Call<UnitOfWork> retryNow(String message, int micros) {
        return Call.of(
                "retryNow",
                List.of(message, micros),
                (unit, names) -> onQueue(unit, queue -> queue.retryNow(names.get(message, NO_MESSAGE), at(micros))));
    }

    /** Lists the messages in the queue. */
    public static Call<UnitOfWork> listMessages(int limit) {
        return Call.of("listMessages", List.of(limit), (unit, names) -> onQueue(unit, queue -> queue.list(limit)));
    }

    /** Reads the statistics of the queue. */
    public static Call<UnitOfWork> queueStats() {
        return Call.of(
                "queueStats",
                List.of(),
                (unit, names) -> onQueue(unit, queue -> List.of(queue.stats(), queue.statsByLane())));
    }

    private interface Ending {
        boolean end(OutboxQueue queue, Claim claim);
    }

    private static Object onClaim(UnitOfWork unit, Bindings names, String claim, int number, Ending ending)
            throws Exception {
        List<Claim> claims = claims(names, claim);
        return number < claims.size() ? onQueue(unit, queue -> ending.end(queue, claims.get(number))) : "no such claim";
    }

    private static List<Claim> claims(Bindings names, String claim) {
        return names.get(claim, new Claims(List.of())).list();
    }

    private static Object onQueue(UnitOfWork unit, Function<OutboxQueue, Object> call) throws Exception {
        return TransactionCalls.orRejected(
                () -> call.apply(TransactionCalls.storageOf(unit).outboxQueue()));
    }
}
