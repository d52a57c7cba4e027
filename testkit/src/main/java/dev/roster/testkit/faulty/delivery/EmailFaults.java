package dev.roster.testkit.faulty.delivery;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of email services. Each is planted in a correct service. */
public enum EmailFaults implements PlantedFault {
    @Fault("Sends no verification mails.")
    VERIFICATION_LOST("mail.received-as-sent"),
    @Fault("Sends no reset mails.")
    RESET_LOST("mail.received-as-sent"),
    @Fault("Sends no notice about a changed password.")
    NOTICE_LOST("mail.received-as-sent"),
    @Fault("Sends the notice about a changed email address to the new one.")
    NOTICE_TO_NEW_EMAIL("mail.received-as-sent"),
    @Fault("Sends mails without the name.")
    NAME_LOST("mail.received-as-sent"),
    @Fault("Writes null where the name is empty.")
    NAME_REPLACED("mail.empty-name-omitted"),
    @Fault("Sends mails without the token.")
    TOKEN_LOST("mail.received-as-sent"),
    @Fault("Writes the latest token into the notice about a changed password.")
    TOKEN_LEAKED_IN_NOTICE("mail.received-as-sent"),
    @Fault("Tells the old email address in place of the new one.")
    NEW_EMAIL_LOST("mail.received-as-sent"),
    @Fault("Sends each mail twice.")
    MAIL_DUPLICATED("mail.received-as-sent"),
    @Fault("Gives each mail a random id.")
    RANDOM_ID("mail.duplicates-recognizable"),
    @Fault("Derives the id of a mail from its recipient.")
    ID_OF_RECIPIENT("mail.duplicates-recognizable"),
    @Fault("Gives each notice a random id.")
    NOTICE_WITH_NEW_ID("mail.duplicates-recognizable"),
    @Fault("Drops a mail whose id it has sent before.")
    DUPLICATES_DROPPED("mail.duplicates-recognizable"),
    @Fault("Reports no failure when the server is unreachable.")
    FAILURE_SWALLOWED("mail.failure-reported"),
    @Fault("Reports no failure of notices.")
    FAILURE_OF_NOTICE_SWALLOWED("mail.failure-reported"),
    @Fault("Throws another exception when the server is unreachable.")
    OTHER_EXCEPTION_THROWN("mail.failure-reported"),
    @Fault("Writes the token into the message of a failure.")
    SECRET_IN_FAILURE("mail.failure-reported"),
    @Fault("Sends nothing after one failure.")
    NEVER_RECOVERS("mail.failure-reported"),
    @Fault("Reports an unreachable server as a permanent failure.")
    OUTAGE_IS_PERMANENT("mail.failure-reported"),
    @Fault("Reports a rejected recipient as a temporary failure.")
    REJECTION_IS_TEMPORARY("mail.rejection-permanent"),
    @Fault("Reports no failure when the server rejects a recipient.")
    REJECTION_SWALLOWED("mail.rejection-permanent"),
    @Fault("Writes the token into the message of a rejection.")
    SECRET_IN_REJECTION("mail.rejection-permanent"),
    @Fault("Sends a reset mail in place of a verification.")
    RESET_FOR_VERIFICATION("mail.kind-recognizable"),
    @Fault("Sends a verification in place of a reset mail.")
    VERIFICATION_FOR_RESET("mail.kind-recognizable"),
    @Fault("Swaps the kinds of mails with a secret.")
    KINDS_SWAPPED("mail.kind-recognizable"),
    @Fault("Shows a constant instant of expiry.")
    EXPIRY_CONSTANT("mail.times-shown"),
    @Fault("Shows the instant of expiry without its minutes.")
    EXPIRY_ROUNDED_TO_HOURS("mail.times-shown"),
    @Fault("Shows the current time in a notice.")
    NOTICE_SHOWS_NOW("mail.times-shown"),
    @Fault("Logs the secret of a reset mail at a debug level.")
    SECRET_LOGGED("mail.secrets-not-logged"),
    @Fault("Prints the secret of a mail that was not delivered.")
    SECRET_PRINTED_ON_FAILURE("mail.secrets-not-logged"),
    @Fault("Throws a failure whose cause contains the secret.")
    SECRET_IN_CAUSE("mail.failure-reported", "mail.secrets-not-logged"),
    @Fault(value = "Keeps the secret of the current mail in a field.", raced = true)
    SECRET_IN_SHARED_FIELD("mail.threads-independent"),
    @Fault(value = "Keeps the recipient of the current mail in a field.", raced = true)
    RECIPIENT_IN_SHARED_FIELD("mail.threads-independent"),
    @Fault(value = "Keeps the name of the current mail in a field.", raced = true)
    NAME_IN_SHARED_FIELD("mail.threads-independent");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    EmailFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public EmailService plantedIn(EmailService sound) {
        return new Faulty(sound);
    }

    private final class Faulty implements EmailService {

        private final EmailService sound;
        private OneTimeSecret latest = new OneTimeSecret("");
        private String sent = "";
        private boolean failed;
        private volatile OneTimeSecret currentToken = latest;
        private volatile EmailAddress currentRecipient = new EmailAddress("nobody@example.com");
        private volatile String currentName = "";

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
            prepare(to, name, token);
            if (is(RESET_FOR_VERIFICATION) || is(KINDS_SWAPPED)) {
                send(id, () -> sound.sendPasswordResetEmail(told(id, to), to, told(name), told(token), expiresAt));
            } else if (!is(VERIFICATION_LOST)) {
                send(
                        id,
                        () -> sound.sendVerificationEmail(
                                told(id, to), to(to), told(name), told(token), shown(expiresAt)));
            }
        }

        @Override
        public void sendPasswordResetEmail(
                MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
            latest = token;
            prepare(to, name, token);
            if (is(SECRET_LOGGED)) {
                System.getLogger("mail").log(System.Logger.Level.DEBUG, "resets with {0}", token.value());
            }
            if (is(VERIFICATION_FOR_RESET) || is(KINDS_SWAPPED)) {
                send(id, () -> sound.sendVerificationEmail(told(id, to), to, told(name), told(token), expiresAt));
            } else if (!is(RESET_LOST)) {
                send(
                        id,
                        () -> sound.sendPasswordResetEmail(
                                told(id, to), to(to), told(name), told(token), shown(expiresAt)));
            }
        }

        @Override
        public void sendPasswordChangedEmail(MessageId id, EmailAddress to, String name, Instant at) {
            String text = is(TOKEN_LEAKED_IN_NOTICE) ? name + latest.value() : told(name);
            MessageId told = is(NOTICE_WITH_NEW_ID) ? MessageId.random() : told(id, to);
            if (is(NOTICE_LOST)) {
                return;
            }
            try {
                send(
                        id,
                        () -> sound.sendPasswordChangedEmail(
                                told, to, text, is(NOTICE_SHOWS_NOW) ? Instant.now() : at));
            } catch (DeliveryFailedException failure) {
                if (!is(FAILURE_OF_NOTICE_SWALLOWED)) {
                    throw failure;
                }
            }
        }

        @Override
        public void sendEmailChangedEmail(
                MessageId id, EmailAddress to, String name, EmailAddress changedTo, Instant at) {
            EmailAddress recipient = is(NOTICE_TO_NEW_EMAIL) ? changedTo : to;
            EmailAddress next = is(NEW_EMAIL_LOST) ? to : changedTo;
            send(id, () -> sound.sendEmailChangedEmail(told(id, to), recipient, told(name), next, at));
        }

        private void prepare(EmailAddress to, String name, OneTimeSecret token) {
            currentRecipient = to;
            currentName = name;
            currentToken = token;
            LockSupport.parkNanos(1); // lets another thread in, so that the fault shows early
        }

        private EmailAddress to(EmailAddress to) {
            return is(RECIPIENT_IN_SHARED_FIELD) ? currentRecipient : to;
        }

        private Instant shown(Instant at) {
            return switch (EmailFaults.this) {
                case EXPIRY_CONSTANT -> Instant.EPOCH;
                case EXPIRY_ROUNDED_TO_HOURS -> at.truncatedTo(ChronoUnit.HOURS);
                default -> at;
            };
        }

        private MessageId told(MessageId id, EmailAddress to) {
            return switch (EmailFaults.this) {
                case RANDOM_ID -> MessageId.random();
                case ID_OF_RECIPIENT -> new MessageId(new UUID(1, to.hashCode()));
                default -> id;
            };
        }

        private String told(String name) {
            return switch (EmailFaults.this) {
                case NAME_LOST -> "";
                case NAME_IN_SHARED_FIELD -> currentName.isEmpty() ? name : currentName;
                case NAME_REPLACED -> name.isEmpty() ? "null" : name;
                default -> name;
            };
        }

        private OneTimeSecret told(OneTimeSecret token) {
            return is(TOKEN_LOST) ? new OneTimeSecret("") : is(SECRET_IN_SHARED_FIELD) ? currentToken : token;
        }

        private void send(MessageId id, Runnable sending) {
            if (is(DUPLICATES_DROPPED) && sent.equals(id.toString())) {
                return;
            }
            sent = id.toString();
            try {
                if (is(NEVER_RECOVERS) && failed) {
                    throw new DeliveryFailedException("closed");
                }
                sending.run();
            } catch (DeliveryFailedException failure) {
                if (failure.isPermanent()) {
                    handleRejection(failure);
                    return;
                }
                failed = true;
                switch (EmailFaults.this) {
                    case FAILURE_SWALLOWED -> {
                        return;
                    }
                    case OTHER_EXCEPTION_THROWN -> throw new IllegalStateException(failure);
                    case OUTAGE_IS_PERMANENT -> throw DeliveryFailedException.permanent("not sent");
                    case SECRET_IN_CAUSE ->
                        throw new DeliveryFailedException("not sent", new IllegalStateException(latest.value()));
                    case SECRET_PRINTED_ON_FAILURE -> {
                        System.err.println("not sent: " + latest.value());
                        throw failure;
                    }
                    case SECRET_IN_FAILURE -> throw new DeliveryFailedException("not sent: " + latest.value());
                    default -> throw failure;
                }
            }
            if (is(MAIL_DUPLICATED)) {
                sending.run();
            }
        }

        private void handleRejection(DeliveryFailedException rejection) {
            switch (EmailFaults.this) {
                case REJECTION_IS_TEMPORARY -> throw new DeliveryFailedException("rejected");
                case REJECTION_SWALLOWED -> {}
                case SECRET_IN_REJECTION -> throw DeliveryFailedException.permanent("rejected: " + latest.value());
                default -> throw rejection;
            }
        }
    }
}
