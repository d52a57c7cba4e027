package dev.roster.testkit.contract.outage;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.faulty.outage.OutageFaults;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the contract on the fake, and checks that it detects every planted fault in outages. */
public class NotificationServiceOutageContractTest extends NotificationServiceOutageContract {

    /** Plants the current fault. The tests of this class run one after the other. */
    private static UnaryOperator<NotificationService> planted = UnaryOperator.identity();

    private static InMemoryNotificationService fake = new InMemoryNotificationService();

    private static FaultyBackend<NotificationService> backend(UnaryOperator<NotificationService> fault) {
        fake = new InMemoryNotificationService();
        return FaultyBackend.of(Backend.of(fault.apply(fake)), FaultControl.of(fake::setReachable));
    }

    @Override
    protected FaultyBackend<NotificationService> emptyBackendWithFaults() {
        return backend(UnaryOperator.identity());
    }

    @Override
    protected Capability slowResponses() {
        return Capability.unsupported("calls in this process are not delayed");
    }

    @Override
    protected List<String> receivedTexts() {
        return fake.delivered().stream()
                .map(InMemoryNotificationService.Notification::name)
                .toList();
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(
                        OutageFaults.inArea("notifications-outage", "acknowledged-notifications-kept"),
                        fault -> planted = sound -> fault.plantedIn(NotificationService.class, sound));
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Runs none of the tests above but the clauses, with short limits. */
    static class Planted extends NotificationServiceOutageContractTest {

        @Override
        protected FaultyBackend<NotificationService> emptyBackendWithFaults() {
            return backend(planted);
        }

        @Override
        protected Duration longestCall() {
            return Duration.ofMillis(100);
        }

        @Override
        protected Duration longestRecovery() {
            return Duration.ofMillis(20);
        }

        @Override
        List<DynamicTest> detectsPlantedFaults() {
            return List.of();
        }
    }
}
