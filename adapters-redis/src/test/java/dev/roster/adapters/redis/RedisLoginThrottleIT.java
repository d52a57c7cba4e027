package dev.roster.adapters.redis;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import java.time.InstantSource;

class RedisLoginThrottleIT extends LoginThrottleContract {

    @Override
    protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
        TestRedis server = new TestRedis();
        return Backend.of(() -> Node.on(server.connect(), clock), server::close);
    }

    /**
     * A throttle with a connection of its own, closed with it. Redis is available, so the fallback must not be used.
     */
    private record Node(RedisConnection redis, LoginThrottle throttle) implements LoginThrottle, AutoCloseable {

        static Node on(RedisConnection redis, InstantSource clock) {
            return new Node(redis, new RedisLoginThrottle(redis, new UnexpectedFallback(), clock));
        }

        @Override
        public Decision admit(String account, ClientAddress from) {
            return throttle.admit(account, from);
        }

        @Override
        public void release(String account) {
            throttle.release(account);
        }

        @Override
        public void clear(String account) {
            throttle.clear(account);
        }

        @Override
        public void close() {
            redis.close();
        }
    }

    private static final class UnexpectedFallback implements LoginThrottle {

        @Override
        public Decision admit(String account, ClientAddress from) {
            throw new AssertionError("the fallback was called instead of Redis");
        }

        @Override
        public void release(String account) {
            throw new AssertionError("the fallback was called instead of Redis");
        }

        @Override
        public void clear(String account) {
            // always called: failures may have been counted while Redis was unavailable
        }
    }
}
