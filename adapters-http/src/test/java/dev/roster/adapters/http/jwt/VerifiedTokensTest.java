package dev.roster.adapters.http.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.jwt.VerifiedTokens.Verified;
import dev.roster.application.port.AccessTokens.Claims;
import dev.roster.domain.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private static final int CAPACITY = 10;

    private final VerifiedTokens tokens = new VerifiedTokens(CAPACITY);

    @Test
    void findsWhatWasAdded() {
        Verified ann = verified(1);

        tokens.add(VerifiedTokens.key("ann"), ann);

        assertThat(tokens.find(VerifiedTokens.key("ann"))).contains(ann);
        assertThat(tokens.find(VerifiedTokens.key("anN"))).isEmpty();
    }

    @Test
    void dropsUnusedTokens() {
        tokens.add(VerifiedTokens.key("unused"), verified(1));

        addMany(2 * CAPACITY);

        assertThat(tokens.find(VerifiedTokens.key("unused"))).isEmpty();
    }

    @Test
    void keepsTokensInUse() {
        ByteBuffer used = VerifiedTokens.key("used");
        tokens.add(used, verified(1));

        for (int i = 0; i < 10; i++) {
            addMany(CAPACITY - 1);

            assertThat(tokens.find(used)).contains(verified(1));
        }
    }

    private void addMany(int count) {
        for (int i = 0; i < count; i++) {
            tokens.add(VerifiedTokens.key("other " + i), verified(2));
        }
    }

    private static Verified verified(long user) {
        return new Verified(new Claims(new UserId(user), 1), Instant.EPOCH);
    }
}
