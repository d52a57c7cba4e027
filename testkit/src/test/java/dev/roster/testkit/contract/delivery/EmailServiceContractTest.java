package dev.roster.testkit.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the contract detects every planted fault of email services, by the right clause. */
class EmailServiceContractTest {

    /** Fixture with the fault of the current run. The tests of this class run one after the other. */
    private static ObservedMails planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(EmailFaults fault) {
        planted = new ObservedMails(fault::plantedIn, mail -> mail);

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFaultInMailText(MailTextFaults fault) {
        planted = new ObservedMails(service -> service, fault::received);

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        Stream<String> caught = Stream.concat(
                Arrays.stream(EmailFaults.values()).map(fault -> fault.clause),
                Arrays.stream(MailTextFaults.values()).map(fault -> fault.clause));

        assertThat(caught).hasSameElementsAs(Specification.clausesOf(EmailServiceContract.class));
    }

    static class Planted extends EmailServiceContract {
        @Override
        protected Fixture newFixture() {
            return planted;
        }
    }
}
