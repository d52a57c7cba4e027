package dev.roster.testkit.contract.delivery;

import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.faulty.delivery.NotificationFaults;
import dev.roster.testkit.faulty.delivery.ObservedNotifications;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of notification services, by the right clause. */
public class NotificationServiceContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static NotificationFaults planted;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(NotificationFaults.values(), fault -> planted = fault);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends NotificationServiceContract {
        @Override
        protected Fixture newFixture() {
            return new ObservedNotifications(planted::plantedIn);
        }
    }
}
