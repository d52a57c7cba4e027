package dev.roster.adapters.redis;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import java.time.InstantSource;

/** The fake that stands in for {@link RedisLoginThrottle}, held to the same in the same run. */
class InMemoryLoginThrottleTest extends LoginThrottleContract {

    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        return Backend.of(new InMemoryLoginThrottle(clock));
    }
}
