package dev.roster.testkit.faulty.delivery;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of notification services. Each is planted in a correct service. */
public enum NotificationFaults implements PlantedFault {
    @Fault("Sends no welcome notification.")
    WELCOME_LOST("notifications.received-as-sent"),
    @Fault("Sends no notification about a changed profile.")
    UPDATE_LOST("notifications.received-as-sent"),
    @Fault("Drops the second welcome notification of a user.")
    SECOND_OF_KIND_DROPPED("notifications.received-as-sent"),
    @Fault("Sends a welcome in place of the notification about a changed profile.")
    KINDS_CONFUSED("notifications.received-as-sent"),
    @Fault("Gives each notification a random id.")
    RANDOM_ID("notifications.received-as-sent"),
    @Fault("Truncates user ids to 32 bits.")
    USER_ID_TRUNCATED_TO_INT("notifications.received-as-sent"),
    @Fault("Trims names.")
    NAME_TRIMMED("notifications.received-as-sent"),
    @Fault("Normalizes names.")
    NAME_NORMALIZED("notifications.received-as-sent"),
    @Fault("Replaces all characters outside of ASCII by question marks.")
    NAME_CONVERTED_TO_ASCII("notifications.received-as-sent"),
    @Fault("Sends a welcome after the notification about a changed profile.")
    ORDER_CHANGED("notifications.received-as-sent"),
    @Fault("Sends nothing.")
    NOTHING_RECEIVED("notifications.duplicates-recognizable"),
    @Fault("Gives a repeated welcome another id.")
    DUPLICATE_WELCOME_WITH_NEW_ID("notifications.duplicates-recognizable"),
    @Fault("Gives a repeated notification about a changed profile another id.")
    DUPLICATE_UPDATE_WITH_NEW_ID("notifications.duplicates-recognizable"),
    @Fault("Leaves the name out of repeated notifications.")
    DUPLICATE_WITHOUT_NAME("notifications.duplicates-recognizable"),
    @Fault(value = "Keeps the name of the current notification in a field.", raced = true)
    NAME_IN_SHARED_FIELD("notifications.threads-independent"),
    @Fault(value = "Keeps the id of the current notification in a field.", raced = true)
    ID_IN_SHARED_FIELD("notifications.threads-independent");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    NotificationFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public NotificationService plantedIn(NotificationService sound) {
        return new Faulty(sound);
    }

    private final class Faulty implements NotificationService {

        private final NotificationService sound;
        private final Set<Object> sent = ConcurrentHashMap.newKeySet();
        private Runnable delayed = () -> {};
        private volatile String currentName = "";
        private volatile MessageId currentId = MessageId.random();

        Faulty(NotificationService sound) {
            this.sound = sound;
        }

        private boolean is(NotificationFaults fault) {
            return NotificationFaults.this == fault;
        }

        @Override
        public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
            prepare(id, name);
            boolean repeat = !sent.add(id);
            boolean lost =
                    is(NOTHING_RECEIVED) || is(WELCOME_LOST) || (is(SECOND_OF_KIND_DROPPED) && !sent.add(userId));
            if (lost) {
                return;
            }
            MessageId told = repeat && is(DUPLICATE_WELCOME_WITH_NEW_ID) ? MessageId.random() : told(id);
            Runnable sending = () -> sound.sendWelcomeNotification(told, told(userId), told(name, repeat));
            if (is(ORDER_CHANGED)) {
                delayed = sending;
            } else {
                sending.run();
            }
        }

        @Override
        public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
            prepare(id, name);
            boolean repeat = !sent.add(id);
            if (is(NOTHING_RECEIVED) || is(UPDATE_LOST)) {
                return;
            }
            MessageId told = repeat && is(DUPLICATE_UPDATE_WITH_NEW_ID) ? MessageId.random() : told(id);
            if (is(KINDS_CONFUSED)) {
                sound.sendWelcomeNotification(told, userId, name);
            } else {
                sound.sendProfileUpdatedNotification(told, told(userId), told(name, repeat));
            }
            delayed.run();
        }

        private void prepare(MessageId id, String name) {
            currentName = name;
            currentId = id;
            if (is(NAME_IN_SHARED_FIELD) || is(ID_IN_SHARED_FIELD)) {
                LockSupport.parkNanos(1); // lets another thread in, so that the fault shows early
            }
        }

        private MessageId told(MessageId id) {
            return is(RANDOM_ID) ? MessageId.random() : is(ID_IN_SHARED_FIELD) ? currentId : id;
        }

        private UserId told(UserId id) {
            return is(USER_ID_TRUNCATED_TO_INT) ? new UserId(id.value() & Integer.MAX_VALUE) : id;
        }

        private String told(String name, boolean repeat) {
            return switch (NotificationFaults.this) {
                case NAME_IN_SHARED_FIELD -> currentName;
                case NAME_TRIMMED -> name.strip();
                case NAME_NORMALIZED -> Normalizer.normalize(name, Normalizer.Form.NFC);
                case NAME_CONVERTED_TO_ASCII -> name.replaceAll("[^\\p{ASCII}]", "?");
                case DUPLICATE_WITHOUT_NAME -> repeat ? "" : name;
                default -> name;
            };
        }
    }
}
