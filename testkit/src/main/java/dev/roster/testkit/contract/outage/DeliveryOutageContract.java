package dev.roster.testkit.contract.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.conformance.fault.Writers;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the contracts of services that deliver messages have in common. Subclasses contain the clauses.
 *
 * @param <P> the port
 */
abstract class DeliveryOutageContract<P> extends OutageContract<P> {

    private final int kinds;

    /**
     * Creates an instance.
     *
     * @param kinds the number of kinds of messages
     */
    DeliveryOutageContract(int kinds) {
        this.kinds = kinds;
    }

    /**
     * Returns the texts of all messages that were received so far, in any order; each contains the name that was sent.
     * Called while the server is available.
     */
    protected abstract List<String> receivedTexts() throws Exception;

    /** Sends a message of a kind, from 0, that contains a name. */
    abstract void send(int kind, String name);

    @Override
    protected Duration longestCall() {
        return Duration.ofSeconds(10);
    }

    /** Asserts that messages of each kind fail in each outage, with a temporary exception. */
    final void assertCallsFailTyped() throws Exception {
        sent(0, name());
        for (Outage outage : outages()) {
            outage.begin().run();
            List<Outcome<Object>> outcomes = runBounded(callsOfEachKind());
            outage.end().run();

            for (Outcome<Object> outcome : outcomes) {
                assertThat(outcome.failure())
                        .as("a call during %s", outage.name())
                        .containsInstanceOf(DeliveryFailedException.class)
                        .hasValueSatisfying(failed -> assertThat(((DeliveryFailedException) failed).isPermanent())
                                .as("permanent")
                                .isFalse());
            }
            awaitRecovery(() -> sent(0, name()));
        }
    }

    /** Returns a call for each kind of message. */
    final List<Callable<Object>> callsOfEachKind() {
        List<Callable<Object>> calls = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            int each = kind;
            calls.add(() -> sent(each, name()));
        }
        return calls;
    }

    /** Asserts that each message whose call returned is received once, and each other one at most once. */
    final void assertAcknowledgedKept() throws Exception {
        try (Writers<Sent> writers = new Writers<>(4, () -> {
            String name = name();
            try {
                return new Sent(name, sent(ThreadLocalRandom.current().nextInt(kinds), name));
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

    /** Asserts that the same client delivers messages of each kind after each outage. */
    final void assertRecoversWithoutRestart() throws Exception {
        for (Outage outage : outages()) {
            outage.begin().run();
            runBounded(List.<Callable<Object>>of(() -> sent(1, name())));
            outage.end().run();
            awaitRecovery(() -> sent(0, name()));
            for (int kind = 0; kind < kinds; kind++) {
                String name = name();
                send(kind, name);
                assertThat(receivedTexts()).as("after %s", outage.name()).anyMatch(text -> text.contains(name));
            }
        }
    }

    /** Returns a name that no other message contains. */
    private static String name() {
        return "Name" + Unique.email().replaceAll("[^A-Za-z0-9]", "x") + "end";
    }

    private boolean sent(int kind, String name) {
        send(kind, name);
        return true;
    }
}
