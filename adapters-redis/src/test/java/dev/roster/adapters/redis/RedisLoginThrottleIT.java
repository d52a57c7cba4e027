package dev.roster.adapters.redis;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.TestedSystem;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import dev.roster.testkit.server.RedisServer;
import java.time.InstantSource;

class RedisLoginThrottleIT extends LoginThrottleContract implements TestedSystem {

    /** The fallback admits everything, so no clause could hold if it were used. */
    @Override
    public String testedSystem() {
        return RedisServer.running().product();
    }

    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        TestRedis redis = new TestRedis();
        return Backend.of(() -> new RedisLoginThrottle(redis.connect(), LoginThrottle.NONE, clock), redis::close);
    }
}
