package dev.roster.testkit.contract.outage;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.data.Unique;
import java.time.Instant;

/** Contract of an {@link EmailService} whose server becomes unavailable and recovers. */
public abstract class EmailServiceOutageContract extends DeliveryOutageContract<EmailService> {

    private static final int KINDS = 4;
    private static final Instant AT = Instant.parse("2023-01-02T03:04:05Z");

    private final OneTimeSecret secret =
            new OneTimeSecret("secret-" + Unique.email().replaceAll("[^A-Za-z0-9]", "-"));

    /** Creates an instance. */
    protected EmailServiceOutageContract() {
        super(KINDS);
    }

    /**
     * Given a service that works. When its server is cut off, stopped or slow, and mails of each kind are sent. Then
     * each fails in bounded time with a temporary {@link DeliveryFailedException}.
     */
    @Clause(
            value = "mail-outage.calls-fail-typed",
            promise = "While the server is away or does not respond, each call fails in bounded time with a "
                    + "temporary DeliveryFailedException.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsFailTyped() throws Exception {
        assertCallsFailTyped();
    }

    /**
     * Given threads that send mails. When the server is cut off and stopped meanwhile. Then each mail whose call
     * returned is received once, and each other one at most once.
     */
    @Clause(
            value = "mail-outage.acknowledged-mails-kept",
            promise = "No mail whose call returned is lost in an outage, and none is received twice.",
            needs = {"cut-connections", "stopped-server"})
    void acknowledgedAreKept() throws Exception {
        assertAcknowledgedKept();
    }

    /**
     * Given a service whose server becomes unavailable and recovers. When the same client sends mails of each kind
     * afterwards. Then all are received.
     */
    @Clause(
            value = "mail-outage.recovers-without-restart",
            promise = "After an outage the same client delivers mails of each kind again.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        assertRecoversWithoutRestart();
    }

    /**
     * Given mails with a secret. When the server is cut off or stopped, and they are sent. Then neither an exception,
     * with its causes, nor any output of the process contains the secret.
     */
    @Clause(
            value = "mail-outage.secrets-not-revealed",
            promise = "No exception and no log entry about a mail that failed in an outage contains its secret.",
            needs = {"cut-connections", "stopped-server"})
    void secretsAreNotRevealed() throws Exception {
        assertNotRevealed(secret.value(), callsOfEachKind());
    }

    @Override
    final void send(int kind, String name) {
        MessageId id = MessageId.random();
        EmailAddress to = Unique.emailAddress();
        switch (kind) {
            case 0 -> client().sendVerificationEmail(id, to, name, secret, AT);
            case 1 -> client().sendPasswordResetEmail(id, to, name, secret, AT);
            case 2 -> client().sendPasswordChangedEmail(id, to, name, AT);
            default -> client().sendEmailChangedEmail(id, to, name, Unique.emailAddress(), AT);
        }
    }
}
