package dev.roster.testkit.contract.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.conformance.fault.Writers;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Contract of a {@link NotificationService} whose server becomes unavailable and recovers. */
public abstract class NotificationServiceOutageContract extends OutageContract<NotificationService> {

    private static final int KINDS = 2;

    /** Returns the names in all notifications that were received so far, in any order. Called while the server is available. */
    protected abstract List<String> receivedNames() throws Exception;

    @Override
    protected Duration longestCall() {
        return Duration.ofSeconds(10);
    }

    /**
     * Given a service that works. When its server is cut off, stopped or slow, and notifications of each kind are sent.
     * Then each fails in bounded time with a temporary {@link DeliveryFailedException}.
     */
    @Clause(
            value = "notifications-outage.calls-fail-typed",
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
                        });
            }
            awaitRecovery(() -> send(0, name()));
        }
    }

    /**
     * Given threads that send notifications. When the server is cut off and stopped meanwhile. Then each notification
     * whose call returned is received once, and each other one at most once.
     */
    @Clause(
            value = "notifications-outage.acknowledged-notifications-kept",
            promise = "No notification whose call returned is lost in an outage, and none is received twice.",
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
            List<String> received = receivedNames();
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
     * Given a service whose server becomes unavailable and recovers. When the same client sends notifications of each
     * kind afterwards. Then all are received.
     */
    @Clause(
            value = "notifications-outage.recovers-without-restart",
            promise = "After an outage the same client delivers notifications of each kind again.",
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
                assertThat(receivedNames()).as("after %s", outage.name()).anyMatch(text -> text.contains(name));
            }
        }
    }

    /** Returns a name that no other notification contains. */
    private static String name() {
        return "Name" + Unique.email().replaceAll("[^A-Za-z0-9]", "x") + "end";
    }

    private boolean send(int kind, String name) {
        MessageId id = MessageId.random();
        if (kind == 0) {
            client().sendWelcomeNotification(id, new UserId(7), name);
        } else {
            client().sendProfileUpdatedNotification(id, new UserId(7), name);
        }
        return true;
    }
}
