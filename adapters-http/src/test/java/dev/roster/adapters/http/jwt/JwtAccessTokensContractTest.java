package dev.roster.adapters.http.jwt;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.security.AccessTokensContract;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class JwtAccessTokensContractTest extends AccessTokensContract {

    private static final byte[] KEY = new byte[32];

    @Override
    protected AccessTokens tokens(Duration ttl, InstantSource clock) {
        return new JwtAccessTokens(KEY, ttl, clock);
    }

    @Override
    protected AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock) {
        byte[] other = new byte[32];
        other[31] = 1;
        return new JwtAccessTokens(other, ttl, clock);
    }

    @Override
    protected Provided<UnaryOperator<String>> signer() {
        return Provided.of(JwtAccessTokensContractTest::sign);
    }

    private static String sign(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
