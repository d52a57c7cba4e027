package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.faulty.client.ClientFaults;
import dev.roster.testkit.faulty.client.ClientShortcutFaults;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract of clients detects every planted fault, by the right clause. */
public class RosterClientContractTest {

    /** Client of the current run. The tests of this class run one after the other. */
    private static ClientUnderTest client;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(ClientFaults.values(), fault -> client = fault.faulty())
                .of(ClientShortcutFaults.values(), fault -> client = fault.faulty());
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    @Test
    void acceptsCorrectClient() {
        client = ClientFaults.sound();

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    static class Planted extends RosterClientContract {
        @Override
        protected ClientUnderTest client() {
            return client;
        }
    }
}
