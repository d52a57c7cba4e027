package dev.roster.adapters.redis;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.contract.outage.LoginThrottleOutageContract;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.TcpProxy;
import java.time.Duration;
import java.time.InstantSource;

/** Runs the contract on a Redis of this test's own, behind a proxy. */
class RedisLoginThrottleOutageContractIT extends LoginThrottleOutageContract {

    /** Longer than in production, so that a busy machine does not look like an outage. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(200);

    @Override
    protected FaultyBackend<LoginThrottle> emptyBackendWithFaults(InstantSource clock) throws Exception {
        DedicatedRedisServer server = new DedicatedRedisServer();
        TcpProxy network = new TcpProxy("localhost", server.port());
        RedisConnection redis = RedisConnection.open(
                RedisSettings.parse("redis://localhost:" + network.port()).withCommandTimeout(COMMAND_TIMEOUT));
        return FaultyBackend.of(
                Backend.of(() -> new RedisLoginThrottle(redis, new InMemoryLoginThrottle(clock), clock), () -> {
                    redis.close();
                    network.close();
                    server.close();
                }),
                network.stoppingBy(server::kill, server::start));
    }

    @Override
    protected Capability countsOutliveServer() {
        return Capability.unsupported("this Redis stores nothing on disk");
    }

    @Override
    protected Duration longestCall() {
        return COMMAND_TIMEOUT;
    }
}
