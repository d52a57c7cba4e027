package dev.roster.testkit.contract.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.conformance.fault.Writers;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Contract of an {@link EmailService} whose server becomes unavailable and recovers. */
public abstract class EmailServiceOutageContract extends OutageContract<EmailService> {

    private static final int KINDS = 4;
    private static final Instant AT = Instant.parse("2023-01-02T03:04:05Z");
    private static final OneTimeSecret SECRET = new OneTimeSecret("secret-of-this-mail_~");

    /** Returns the texts of all mails that were received so far, in any order. Called while the server is available. */
    protected abstract List<String> receivedTexts() throws Exception;

    @Override
    protected Duration longestCall() {
        return Duration.ofSeconds(10);
    }

    /**
     * Given a service that works. When its server is cut off, stopped or slow, and mails of each kind are sent. Then
     * each fails in bounded time with a temporary {@link DeliveryFailedException} without the secret.
     */
    @Clause(
            value = "mail-outage.calls-fail-typed",
            promise = "While the server is away or does not respond, each call fails in bounded time with a "
                    + "temporary DeliveryFailedException.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsFailTyped() throws Exception {
        send(0, name());
        for (Outage outage : outages()) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int kind = 0; kind < KINDS; kind++) {
                int each = kind;
                calls.add(() -> send(each, name()));
            }
            outage.begin().run();
            List<Outcome<Object>> outcomes = runBounded(calls);
            outage.end().run();

            for (Outcome<Object> outcome : outcomes) {
                assertThat(outcome.failure())
                        .as("a call during %s", outage.name())
                        .containsInstanceOf(DeliveryFailedException.class)
                        .hasValueSatisfying(failed -> {
                            assertThat(((DeliveryFailedException) failed).isPermanent())
                                    .as("permanent")
                                    .isFalse();
                            assertThat(CapturedOutput.logged(failed)).doesNotContain(SECRET.value());
                        });
            }
            awaitRecovery(() -> send(0, name()));
        }
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
        try (Writers<Sent> writers = new Writers<>(4, () -> {
            String name = name();
            try {
                send(name.length() % KINDS, name);
                return new Sent(name, true);
            } catch (DeliveryFailedException failed) {
                return new Sent(name, false);
            }
        })) {
            for (Outage outage : breaks()) {
                writers.await(Sent::acknowledged, 10);
                outage.begin().run();
                writers.await(sent -> !sent.acknowledged(), 3);
                outage.end().run();
            }
            writers.await(Sent::acknowledged, 10);
            List<Sent> all = writers.stop();
            List<String> received = receivedTexts();
            for (Sent each : all) {
                long count = received.stream()
                        .filter(text -> text.contains(each.name()))
                        .count();
                assertThat(count)
                        .as("times that %s was received, acknowledged: %s", each.name(), each.acknowledged())
                        .isBetween(each.acknowledged() ? 1L : 0L, 1L);
            }
        }
    }

    private record Sent(String name, boolean acknowledged) {}

    /**
     * Given a service whose server becomes unavailable and recovers. When the same client sends mails of each kind
     * afterwards. Then all are received.
     */
    @Clause(
            value = "mail-outage.recovers-without-restart",
            promise = "After an outage the same client delivers mails of each kind again.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        for (Outage outage : outages()) {
            outage.begin().run();
            runBounded(List.<Callable<Object>>of(() -> send(1, name())));
            outage.end().run();
            awaitRecovery(() -> send(0, name()));
            for (int kind = 0; kind < KINDS; kind++) {
                String name = name();
                send(kind, name);
                assertThat(receivedTexts()).as("after %s", outage.name()).anyMatch(text -> text.contains(name));
            }
        }
    }

    /** Returns a name that no other mail contains. */
    private static String name() {
        return "Name" + Unique.email().replaceAll("[^A-Za-z0-9]", "x") + "end";
    }

    private boolean send(int kind, String name) {
        MessageId id = MessageId.random();
        EmailAddress to = Unique.emailAddress();
        switch (kind) {
            case 0 -> client().sendVerificationEmail(id, to, name, SECRET, AT);
            case 1 -> client().sendPasswordResetEmail(id, to, name, SECRET, AT);
            case 2 -> client().sendPasswordChangedEmail(id, to, name, AT);
            default -> client().sendEmailChangedEmail(id, to, name, Unique.emailAddress(), AT);
        }
        return true;
    }
}
