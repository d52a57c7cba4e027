package dev.roster.testkit.contract.delivery;

class InMemoryEmailServiceContractTest extends EmailServiceContract {

    @Override
    protected Fixture newFixture() {
        return new ObservedMails();
    }
}
