package dev.roster.testkit.contract.delivery;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Set;

/** Faults of notification services, each planted in a sound one. */
enum NotificationFaults {
    WELCOME_LOST("notifications.received-as-sent"),
    UPDATE_LOST("notifications.received-as-sent"),
    ONE_OF_A_KIND_FOR_A_USER("notifications.received-as-sent"),
    KINDS_CONFUSED("notifications.received-as-sent"),
    ID_OF_ITS_OWN("notifications.received-as-sent"),
    USER_ID_AS_INT("notifications.received-as-sent"),
    NAME_TRIMMED("notifications.received-as-sent"),
    NAME_COMPOSED("notifications.received-as-sent"),
    NAME_IN_ASCII("notifications.received-as-sent"),
    WELCOME_SENT_LATER("notifications.received-as-sent"),
    NOTHING_RECEIVED("notifications.repeats-recognizable"),
    REPEATED_WELCOME_UNDER_NEW_ID("notifications.repeats-recognizable"),
    REPEATED_UPDATE_UNDER_NEW_ID("notifications.repeats-recognizable"),
    REPEATED_WITHOUT_NAME("notifications.repeats-recognizable");

    final String clause;

    NotificationFaults(String clause) {
        this.clause = clause;
    }

    NotificationService plantedIn(NotificationService sound) {
        return new Faulty(sound);
    }

    private final class Faulty implements NotificationService {

        private final NotificationService sound;
        private final Set<Object> sent = new HashSet<>();
        private Runnable delayed = () -> {};

        Faulty(NotificationService sound) {
            this.sound = sound;
        }

        private boolean is(NotificationFaults fault) {
            return NotificationFaults.this == fault;
        }

        @Override
        public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
            boolean repeat = !sent.add(id);
            boolean lost =
                    is(NOTHING_RECEIVED) || is(WELCOME_LOST) || (is(ONE_OF_A_KIND_FOR_A_USER) && !sent.add(userId));
            if (lost) {
                return;
            }
            MessageId told = repeat && is(REPEATED_WELCOME_UNDER_NEW_ID) ? MessageId.random() : told(id);
            Runnable sending = () -> sound.sendWelcomeNotification(told, told(userId), told(name, repeat));
            if (is(WELCOME_SENT_LATER)) {
                delayed = sending;
            } else {
                sending.run();
            }
        }

        @Override
        public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
            boolean repeat = !sent.add(id);
            if (is(NOTHING_RECEIVED) || is(UPDATE_LOST)) {
                return;
            }
            MessageId told = repeat && is(REPEATED_UPDATE_UNDER_NEW_ID) ? MessageId.random() : told(id);
            if (is(KINDS_CONFUSED)) {
                sound.sendWelcomeNotification(told, userId, name);
            } else {
                sound.sendProfileUpdatedNotification(told, told(userId), told(name, repeat));
            }
            delayed.run();
        }

        private MessageId told(MessageId id) {
            return is(ID_OF_ITS_OWN) ? MessageId.random() : id;
        }

        private UserId told(UserId id) {
            return is(USER_ID_AS_INT) ? new UserId(id.value() & Integer.MAX_VALUE) : id;
        }

        private String told(String name, boolean repeat) {
            return switch (NotificationFaults.this) {
                case NAME_TRIMMED -> name.strip();
                case NAME_COMPOSED -> Normalizer.normalize(name, Normalizer.Form.NFC);
                case NAME_IN_ASCII -> name.replaceAll("[^\\p{ASCII}]", "?");
                case REPEATED_WITHOUT_NAME -> repeat ? "" : name;
                default -> name;
            };
        }
    }
}
