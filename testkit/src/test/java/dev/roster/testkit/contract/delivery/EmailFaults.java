package dev.roster.testkit.contract.delivery;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.time.Instant;
import java.util.UUID;

/** Faults of email services, each planted in a sound one. */
enum EmailFaults {
    VERIFICATION_LOST("mail.received-as-sent"),
    RESET_LOST("mail.received-as-sent"),
    NOTICE_LOST("mail.received-as-sent"),
    NOTICE_TO_NEW_ADDRESS("mail.received-as-sent"),
    NAME_LOST("mail.received-as-sent"),
    TOKEN_LOST("mail.received-as-sent"),
    TOKEN_TOLD_ON("mail.received-as-sent"),
    NEW_ADDRESS_LOST("mail.received-as-sent"),
    SENT_TWICE("mail.received-as-sent"),
    ID_OF_ITS_OWN("mail.repeats-recognizable"),
    ID_OF_RECIPIENT("mail.repeats-recognizable"),
    NOTICE_WITH_NEW_ID("mail.repeats-recognizable"),
    REPEATS_SWALLOWED("mail.repeats-recognizable"),
    FAILURE_SWALLOWED("mail.failure-told"),
    FAILURE_OF_NOTICE_SWALLOWED("mail.failure-told"),
    FAILURE_AS_ANY_OTHER("mail.failure-told"),
    SECRET_IN_FAILURE("mail.failure-told"),
    FAILS_FOR_EVER("mail.failure-told");

    final String clause;

    EmailFaults(String clause) {
        this.clause = clause;
    }

    EmailService plantedIn(EmailService sound) {
        return new Faulty(sound);
    }

    private final class Faulty implements EmailService {

        private final EmailService sound;
        private OneTimeSecret latest = new OneTimeSecret("");
        private String sent = "";
        private boolean failed;

        Faulty(EmailService sound) {
            this.sound = sound;
        }

        private boolean is(EmailFaults fault) {
            return EmailFaults.this == fault;
        }

        @Override
        public void sendVerificationEmail(
                MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
            latest = token;
            if (!is(VERIFICATION_LOST)) {
                send(id, () -> sound.sendVerificationEmail(told(id, to), to, told(name), told(token), expiresAt));
            }
        }

        @Override
        public void sendPasswordResetEmail(
                MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
            latest = token;
            if (!is(RESET_LOST)) {
                send(id, () -> sound.sendPasswordResetEmail(told(id, to), to, told(name), told(token), expiresAt));
            }
        }

        @Override
        public void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at) {
            String text = is(TOKEN_TOLD_ON) ? name + latest.value() : told(name);
            MessageId told = is(NOTICE_WITH_NEW_ID) ? MessageId.random() : told(id, to);
            if (is(NOTICE_LOST)) {
                return;
            }
            try {
                send(id, () -> sound.sendPasswordChangedEmail(told, to, text, at));
            } catch (DeliveryFailedException failure) {
                if (!is(FAILURE_OF_NOTICE_SWALLOWED)) {
                    throw failure;
                }
            }
        }

        @Override
        public void sendAddressChangedEmail(
                MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at) {
            EmailAddress recipient = is(NOTICE_TO_NEW_ADDRESS) ? changedTo : to;
            EmailAddress next = is(NEW_ADDRESS_LOST) ? to : changedTo;
            send(id, () -> sound.sendAddressChangedEmail(told(id, to), recipient, told(name), next, at));
        }

        private MessageId told(MessageId id, EmailAddress to) {
            return switch (EmailFaults.this) {
                case ID_OF_ITS_OWN -> MessageId.random();
                case ID_OF_RECIPIENT -> new MessageId(new UUID(1, to.hashCode()));
                default -> id;
            };
        }

        private String told(String name) {
            return is(NAME_LOST) ? "" : name;
        }

        private OneTimeSecret told(OneTimeSecret token) {
            return is(TOKEN_LOST) ? new OneTimeSecret("") : token;
        }

        private void send(MessageId id, Runnable sending) {
            if (is(REPEATS_SWALLOWED) && sent.equals(id.toString())) {
                return;
            }
            sent = id.toString();
            try {
                if (is(FAILS_FOR_EVER) && failed) {
                    throw new DeliveryFailedException("closed");
                }
                sending.run();
            } catch (DeliveryFailedException failure) {
                failed = true;
                switch (EmailFaults.this) {
                    case FAILURE_SWALLOWED -> {
                        return;
                    }
                    case FAILURE_AS_ANY_OTHER -> throw new IllegalStateException(failure);
                    case SECRET_IN_FAILURE -> throw new DeliveryFailedException("not sent: " + latest.value());
                    default -> throw failure;
                }
            }
            if (is(SENT_TWICE)) {
                sending.run();
            }
        }
    }
}
