package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.faulty.security.AccessTokenFaults;
import dev.roster.testkit.faulty.security.PasswordHasherFaults;
import dev.roster.testkit.faulty.security.TokenGeneratorFaults;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contracts detect every planted fault of tokens, hashers and generators, by the right clause. */
public class SecurityContractsTest {

    /** Faults planted in the current run. The tests of this class run one after the other. */
    private static AccessTokenFaults plantedInTokens;

    private static PasswordHasherFaults plantedInHasher;
    private static Supplier<TokenGenerator> plantedGenerators;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faultsOfAccessTokens() {
        return new FaultDetection(PlantedTokens.class).of(AccessTokenFaults.values(), fault -> plantedInTokens = fault);
    }

    @TestFactory
    List<DynamicTest> detectsFaultsOfAccessTokens() {
        return faultsOfAccessTokens().tests();
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faultsOfPasswordHashers() {
        return new FaultDetection(PlantedHasher.class)
                .of(PasswordHasherFaults.values(), fault -> plantedInHasher = fault);
    }

    @TestFactory
    List<DynamicTest> detectsFaultsOfPasswordHashers() {
        return faultsOfPasswordHashers().tests();
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faultsOfTokenGenerators() {
        return new FaultDetection(PlantedGenerator.class)
                .of(TokenGeneratorFaults.values(), fault -> plantedGenerators = fault.generators());
    }

    @TestFactory
    List<DynamicTest> detectsFaultsOfTokenGenerators() {
        return faultsOfTokenGenerators().tests();
    }

    static class PlantedTokens extends AccessTokensContract {
        @Override
        protected AccessTokens tokens(Duration ttl, InstantSource clock) {
            return plantedInTokens.tokens("key", ttl, clock);
        }

        @Override
        protected AccessTokens tokensOfAnotherKey(Duration ttl, InstantSource clock) {
            return plantedInTokens.tokens("another key", ttl, clock);
        }

        @Override
        protected Provided<UnaryOperator<String>> signer() {
            return Provided.of(content -> AccessTokenFaults.sign("key", content));
        }
    }

    static class PlantedHasher extends PasswordHasherContract {
        @Override
        protected Backend<PasswordHasher> emptyBackend() {
            return Backend.of(plantedInHasher::hasher, () -> {});
        }

        @Override
        protected PasswordHasher olderHasher() {
            return plantedInHasher.olderHasher();
        }
    }

    static class PlantedGenerator extends TokenGeneratorContract {
        @Override
        protected Backend<TokenGenerator> emptyBackend() {
            return Backend.of(plantedGenerators::get, () -> {});
        }
    }
}
