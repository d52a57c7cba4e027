package dev.roster.adapters.redis;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import java.time.InstantSource;

class RedisLoginThrottleIT extends LoginThrottleContract {

    /** The fallback admits everything, so no clause could hold if it were used. */
    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        TestRedis redis = new TestRedis();
        return Backend.of(() -> new RedisLoginThrottle(redis.connect(), LoginThrottle.NONE, clock), redis::close);
    }
}
