package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import java.time.InstantSource;

class InMemoryLoginThrottleContractTest extends LoginThrottleContract {

    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        return Backend.of(new InMemoryLoginThrottle(clock));
    }
}
