package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.testkit.fake.InMemoryAccessTokens;
import java.time.Duration;
import java.time.InstantSource;

class InMemoryAccessTokensContractTest extends AccessTokensContract {

    @Override
    protected AccessTokens tokens(Duration ttl, InstantSource clock) {
        return new InMemoryAccessTokens(ttl, clock);
    }

    @Override
    protected AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock) {
        return new InMemoryAccessTokens(ttl, clock);
    }
}
