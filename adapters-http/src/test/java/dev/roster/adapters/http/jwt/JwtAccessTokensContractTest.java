package dev.roster.adapters.http.jwt;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.testkit.contract.security.AccessTokensContract;
import java.time.Duration;
import java.time.InstantSource;

class JwtAccessTokensContractTest extends AccessTokensContract {

    @Override
    protected AccessTokens tokens(Duration ttl, InstantSource clock) {
        return new JwtAccessTokens(new byte[32], ttl, clock);
    }

    @Override
    protected AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock) {
        byte[] other = new byte[32];
        other[31] = 1;
        return new JwtAccessTokens(other, ttl, clock);
    }
}
