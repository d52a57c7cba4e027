package dev.roster.testkit.data;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Messages of all kinds of {@link OutboxMessage}, found by reflection, so that a new kind or field cannot be forgotten.
 * Each has a random id.
 */
public final class OutboxMessageSamples {

    private OutboxMessageSamples() {}

    /** Returns one message of each kind. Mails with a secret expire after an hour. */
    public static List<OutboxMessage> ofEachKind(Instant createdAt) {
        return kinds().map(kind -> create(kind, typicalValues(kind, createdAt))).toList();
    }

    /** Returns a message that is delivered in the given lane. */
    public static OutboxMessage inLane(Lane lane, Instant createdAt) {
        return ofEachKind(createdAt).stream()
                .filter(message -> message.lane() == lane)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no kind of message has the lane " + lane));
    }

    /**
     * Returns messages of each kind in which one field has a value that some storages change: long, empty, of another
     * script, close to a limit.
     *
     * @param latest no message is created later
     */
    public static List<OutboxMessage> withExtremeFields(Instant latest) {
        List<OutboxMessage> messages = new ArrayList<>();
        kinds().forEach(kind -> {
            RecordComponent[] fields = kind.getRecordComponents();
            for (int i = 0; i < fields.length; i++) {
                for (Object extreme : extremesOf(fields[i], latest)) {
                    Object[] values = typicalValues(kind, latest);
                    values[i] = extreme;
                    messages.add(create(kind, values));
                }
            }
        });
        return messages;
    }

    private static Stream<Class<?>> kinds() {
        return Stream.of(OutboxMessage.class.getPermittedSubclasses());
    }

    private static Object[] typicalValues(Class<?> kind, Instant createdAt) {
        return Stream.of(kind.getRecordComponents())
                .map(field -> typicalValue(field, createdAt))
                .toArray();
    }

    private static Object typicalValue(RecordComponent field, Instant createdAt) {
        if (field.getType() == Instant.class) {
            return field.getName().equals("createdAt") ? createdAt : createdAt.plus(1, ChronoUnit.HOURS);
        }
        if (field.getType() == MessageId.class) {
            return MessageId.random();
        }
        return field.getType() == EmailAddress.class
                ? Unique.emailAddress()
                : extremesOf(field, createdAt).get(0);
    }

    private static List<?> extremesOf(RecordComponent field, Instant latest) {
        Class<?> type = field.getType();
        if (type == MessageId.class) {
            return List.of(MessageId.random());
        }
        if (type == Instant.class) {
            return Stream.concat(
                            Stream.of(latest),
                            TrickyInstants.ALL.stream().map(time -> time.truncatedTo(ChronoUnit.MICROS)))
                    .filter(time -> !time.isAfter(latest))
                    .toList();
        }
        if (type == EmailAddress.class) {
            return List.of(
                    new EmailAddress("Ann.O'Hara+tag@Example.COM"),
                    new EmailAddress("zoë@bücher.example"),
                    new EmailAddress("a".repeat(64) + "@" + ("b".repeat(61) + ".").repeat(3) + "com"));
        }
        if (type == String.class) {
            return Stream.concat(
                            Stream.of("Ann", "", TrickyStrings.EMOJI.repeat(User.NAME_RULE.max())),
                            TrickyStrings.ALL.stream())
                    .toList();
        }
        if (type == OneTimeSecret.class) {
            return Stream.of("s3cr3t-_~", " A=b+c/d% ", "\"\\'é\n", "x".repeat(1_000))
                    .map(OneTimeSecret::new)
                    .toList();
        }
        if (type == ClientAddress.class) {
            return List.of(
                    new ClientAddress("192.0.2.1"),
                    new ClientAddress("2001:db8:0:0:0:0:0:1"),
                    new ClientAddress("fe80:0:0:0:0:0:0:1%eth0"),
                    new ClientAddress("f".repeat(ClientAddress.MAX_LENGTH)),
                    ClientAddress.UNKNOWN);
        }
        if (type == UserId.class) {
            return List.of(new UserId(7), new UserId(1), new UserId(UserId.MAX));
        }
        if (type == long.class) {
            return List.of(1L, 1L << 32, Long.MAX_VALUE);
        }
        if (type == boolean.class) {
            return List.of(false, true);
        }
        throw new IllegalStateException("add extreme values of " + type.getSimpleName() + ", the type of " + field
                + " of " + field.getDeclaringRecord().getSimpleName());
    }

    private static OutboxMessage create(Class<?> kind, Object[] values) {
        Class<?>[] types = Stream.of(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return (OutboxMessage) kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot create a " + kind.getSimpleName(), impossible);
        }
    }
}
