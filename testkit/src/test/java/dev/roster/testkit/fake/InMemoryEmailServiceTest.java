package dev.roster.testkit.fake;

import dev.roster.testkit.contract.EmailServiceContract;

class InMemoryEmailServiceTest extends EmailServiceContract {

    @Override
    protected Fixture newFixture() {
        return new ObservedMails();
    }
}
