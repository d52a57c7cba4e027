package dev.roster.testkit.fake;

import dev.roster.application.port.AccessTokens;
import dev.roster.testkit.contract.AccessTokensContract;
import java.time.Duration;
import java.time.InstantSource;

class InMemoryAccessTokensTest extends AccessTokensContract {

    @Override
    protected AccessTokens tokens(Duration ttl, InstantSource clock) {
        return new InMemoryAccessTokens(ttl, clock);
    }

    @Override
    protected AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock) {
        return new InMemoryAccessTokens(ttl, clock);
    }
}
