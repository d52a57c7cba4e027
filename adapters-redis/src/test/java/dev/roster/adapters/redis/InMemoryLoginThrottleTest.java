package dev.roster.adapters.redis;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import java.time.InstantSource;

/** Runs the contract on the fake of {@link RedisLoginThrottle} in the same build. */
class InMemoryLoginThrottleTest extends LoginThrottleContract {

    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        return Backend.of(new InMemoryLoginThrottle(clock));
    }
}
