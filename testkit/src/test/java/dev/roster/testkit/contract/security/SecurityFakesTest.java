package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryAccessTokens;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

class SecurityFakesTest {

    @Nested
    class Hasher extends PasswordHasherContract {

        private final FastPasswordHasher hasher = new FastPasswordHasher(2);

        @Override
        protected Backend<PasswordHasher> emptyBackend() {
            return Backend.of(hasher);
        }

        @Override
        protected Provided<LongSupplier> computations() {
            return Provided.of(hasher::computations);
        }

        @Override
        protected PasswordHasher olderHasher() {
            return new FastPasswordHasher(1);
        }
    }

    @Nested
    class Tokens extends AccessTokensContract {
        @Override
        protected AccessTokens tokens(Duration ttl, InstantSource clock) {
            return new InMemoryAccessTokens("key", ttl, clock);
        }

        @Override
        protected AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock) {
            return new InMemoryAccessTokens(ttl, clock);
        }

        @Override
        protected Provided<UnaryOperator<String>> signer() {
            return Provided.absent("the tokens are no JSON Web Tokens");
        }
    }

    @Nested
    class Throttle extends LoginThrottleContract {
        @Override
        protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
            return Backend.of(new InMemoryLoginThrottle(clock));
        }
    }

    @Nested
    class Generator extends TokenGeneratorContract {
        @Override
        protected Backend<TokenGenerator> emptyBackend() {
            return Backend.of(InMemoryTokenGenerator::new, () -> {});
        }
    }
}
