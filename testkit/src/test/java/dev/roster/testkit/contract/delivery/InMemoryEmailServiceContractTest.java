package dev.roster.testkit.contract.delivery;

import dev.roster.testkit.faulty.delivery.ObservedMails;

class InMemoryEmailServiceContractTest extends EmailServiceContract {

    @Override
    protected Fixture newFixture() {
        return new ObservedMails();
    }
}
