package dev.roster.testkit.fake;

import dev.roster.application.port.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.LoginThrottleContract;
import java.time.InstantSource;

class InMemoryLoginThrottleTest extends LoginThrottleContract {

    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        return Backend.of(new InMemoryLoginThrottle(clock));
    }
}
