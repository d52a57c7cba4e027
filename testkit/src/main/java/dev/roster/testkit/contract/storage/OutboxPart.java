package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.ContractPart;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the clauses about claims and about messages have in common. */
abstract class OutboxPart extends ContractPart<Storage> {

    static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration MICROSECOND = Duration.ofNanos(1_000);

    /** Large enough for every message of a clause. */
    static final int ALL = 10_000;

    final OutboxQueue queue() {
        return client().outboxQueue();
    }

    final OutboxMessage append(Instant createdAt) {
        OutboxMessage message = new WelcomeNotification(MessageId.random(), createdAt, new UserId(7), "Ann");
        client().outbox().append(message);
        return message;
    }

    /** Appends messages in one transaction, which is faster than one by one. */
    final void appendAll(Collection<OutboxMessage> messages) {
        client().inTransaction(unit -> {
            messages.forEach(unit.outbox()::append);
            return messages;
        });
    }

    final List<OutboxMessage> appendMany(int count) {
        List<OutboxMessage> messages = Stream.<OutboxMessage>generate(
                        () -> new WelcomeNotification(MessageId.random(), NOW, new UserId(7), "Ann"))
                .limit(count)
                .toList();
        appendAll(messages);
        return messages;
    }

    final Claim claimOne(Instant now) {
        List<Claim> claims = queue().claim(Lane.DEFAULT, 1, now, LEASE);
        assertThat(claims).as("claims at %s", now).hasSize(1);
        return claims.get(0);
    }

    final List<OutboxMessage> claimMessages(int limit, Instant now) {
        return messages(queue().claim(Lane.DEFAULT, limit, now, LEASE));
    }

    static List<OutboxMessage> messages(List<Claim> claims) {
        return claims.stream().map(Claim::message).toList();
    }

    /** Claims from every lane. */
    static List<Claim> claimAll(OutboxQueue queue, Instant now) {
        return Stream.of(Lane.values())
                .flatMap(lane -> queue.claim(lane, ALL, now, LEASE).stream())
                .toList();
    }

    /** The methods that end a claim, so that a new one cannot be forgotten. */
    static List<Ending> endings() {
        return Stream.of(OutboxQueue.class.getMethods())
                .filter(method -> Stream.of(method.getParameterTypes())
                        .anyMatch(type -> type == Claim.class || type == List.class))
                .map(Ending::new)
                .toList();
    }

    /** A method that ends a claim. */
    record Ending(Method method) {

        /** Makes the call, and returns whether it ended the claim. */
        boolean end(OutboxQueue queue, Claim claim, Instant now) throws Exception {
            Object[] arguments = Stream.of(method.getParameterTypes())
                    .map(type -> type == Claim.class
                            ? claim
                            : type == List.class ? List.of(claim) : type == Instant.class ? now : "reason")
                    .toArray();
            Object result = invoke(queue, method, arguments);
            return result.equals(true) || result.equals(1);
        }

        @Override
        public String toString() {
            return method.getName();
        }
    }

    static Object invoke(Object target, Method method, @Nullable Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
