package dev.roster.testkit.contract.outage;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.faulty.outage.OutageFaults;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the contract on the fake, and checks that it detects every planted fault in outages. */
public class EmailServiceOutageContractTest extends EmailServiceOutageContract {

    /** Plants the current fault. The tests of this class run one after the other. */
    private static UnaryOperator<EmailService> planted = UnaryOperator.identity();

    private static InMemoryEmailService fake = new InMemoryEmailService();

    private static FaultyBackend<EmailService> backend(UnaryOperator<EmailService> fault) {
        fake = new InMemoryEmailService();
        return FaultyBackend.of(Backend.of(fault.apply(fake)), FaultControl.of(fake::setReachable));
    }

    @Override
    protected FaultyBackend<EmailService> emptyBackendWithFaults() {
        return backend(UnaryOperator.identity());
    }

    @Override
    protected Capability slowResponses() {
        return Capability.unsupported("calls in this process are not delayed");
    }

    @Override
    protected List<String> receivedTexts() {
        return fake.delivered().stream().map(InMemoryEmailService.Mail::name).toList();
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(
                        OutageFaults.inArea("mail-outage", "acknowledged-mails-kept"),
                        fault -> planted = sound -> fault.plantedIn(EmailService.class, sound))
                .of(
                        OutageFaults.revealing("mail-outage.secrets-not-revealed"),
                        fault -> planted = sound -> fault.plantedIn(EmailService.class, sound));
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Runs none of the tests above but the clauses, with short limits. */
    static class Planted extends EmailServiceOutageContractTest {

        @Override
        protected FaultyBackend<EmailService> emptyBackendWithFaults() {
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
