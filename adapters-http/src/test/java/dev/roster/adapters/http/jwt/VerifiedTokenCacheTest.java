package dev.roster.adapters.http.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.jwt.VerifiedTokenCache.VerifiedClaims;
import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.domain.user.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerifiedTokenCacheTest {

    private static final int CAPACITY = 10;

    private final VerifiedTokenCache tokens = new VerifiedTokenCache(CAPACITY);

    @Test
    void findsAddedToken() {
        VerifiedClaims ann = verified(1);

        tokens.add(VerifiedTokenCache.key("ann"), ann);

        assertThat(tokens.find(VerifiedTokenCache.key("ann"))).contains(ann);
        assertThat(tokens.find(VerifiedTokenCache.key("anN"))).isEmpty();
    }

    @Test
    void dropsUnusedTokens() {
        tokens.add(VerifiedTokenCache.key("unused"), verified(1));

        addMany(2 * CAPACITY);

        assertThat(tokens.find(VerifiedTokenCache.key("unused"))).isEmpty();
    }

    @Test
    void keepsTokensInUse() {
        ByteBuffer used = VerifiedTokenCache.key("used");
        tokens.add(used, verified(1));

        for (int i = 0; i < 10; i++) {
            addMany(CAPACITY - 1);

            assertThat(tokens.find(used)).contains(verified(1));
        }
    }

    private void addMany(int count) {
        for (int i = 0; i < count; i++) {
            tokens.add(VerifiedTokenCache.key("other " + i), verified(2));
        }
    }

    private static VerifiedClaims verified(long user) {
        return new VerifiedClaims(new Claims(new UserId(user), 1), Instant.EPOCH);
    }
}
