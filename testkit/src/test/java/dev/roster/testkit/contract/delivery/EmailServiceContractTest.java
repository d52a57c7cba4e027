package dev.roster.testkit.contract.delivery;

import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.faulty.delivery.EmailFaults;
import dev.roster.testkit.faulty.delivery.MailTextFaults;
import dev.roster.testkit.faulty.delivery.ObservedMails;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of email services, by the right clause. */
public class EmailServiceContractTest {

    /** Fixture with the fault of the current run. The tests of this class run one after the other. */
    private static ObservedMails planted;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(EmailFaults.values(), fault -> planted = new ObservedMails(fault::plantedIn, mail -> mail))
                .of(MailTextFaults.values(), fault -> planted = new ObservedMails(service -> service, fault::received));
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends EmailServiceContract {
        @Override
        protected Fixture newFixture() {
            return planted;
        }
    }
}
