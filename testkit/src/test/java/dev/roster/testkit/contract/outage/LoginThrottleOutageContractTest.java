package dev.roster.testkit.contract.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.LoginThrottleNode;
import dev.roster.testkit.faulty.outage.LoginThrottleOutageFaults;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the contract on the fake, and checks that it detects every planted fault in outages. */
public class LoginThrottleOutageContractTest extends LoginThrottleOutageContract {

    /** Plants the current fault. The tests of this class run one after the other. */
    private static BiFunction<LoginThrottle, BooleanSupplier, LoginThrottle> planted = (sound, away) -> sound;

    /** Whether the counts of the current fault are gone after a restart. */
    private static boolean emptied;

    private static FaultyBackend<LoginThrottle> backend(
            BiFunction<LoginThrottle, BooleanSupplier, LoginThrottle> fault, boolean emptied, InstantSource clock) {
        InMemoryLoginThrottle shared = new InMemoryLoginThrottle(clock);
        AtomicBoolean away = new AtomicBoolean();
        FaultControl faults = FaultControl.of(reachable -> {
            if (emptied && reachable) {
                shared.reset();
            }
            away.set(!reachable);
        });
        Supplier<LoginThrottle> node = () -> new LoginThrottleNode(shared, new InMemoryLoginThrottle(clock), away::get);
        LoginThrottle tested = fault.apply(node.get(), away::get);
        AtomicBoolean opened = new AtomicBoolean();
        // The fault is in the client under test only.
        return FaultyBackend.of(Backend.of(() -> opened.getAndSet(true) ? node.get() : tested, () -> {}), faults);
    }

    @Test
    void noticesFaultControlWithoutEffect() {
        planted = (sound, away) -> sound;
        emptied = false;

        assertThat(BrokenClauses.of(WithoutFaults.class)).contains("throttle-outage.guesses-limited");
    }

    /** Its clients do not connect through the fault control. */
    static class WithoutFaults extends Planted {

        @Override
        protected FaultyBackend<LoginThrottle> emptyBackendWithFaults(InstantSource clock) {
            LoginThrottle throttle = new InMemoryLoginThrottle(clock);
            return FaultyBackend.of(Backend.of(() -> throttle, () -> {}), FaultControl.of(reachable -> {}));
        }
    }

    @Override
    protected FaultyBackend<LoginThrottle> emptyBackendWithFaults(InstantSource clock) {
        return backend((sound, away) -> sound, false, clock);
    }

    @Override
    protected Capability slowResponses() {
        return Capability.unsupported("calls in this process are not delayed");
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(LoginThrottleOutageFaults.values(), fault -> {
            planted = fault::plantedIn;
            emptied = fault.isOfEmptiedThrottle();
        });
    }

    @Test
    void acceptsDeclaredEmptyCountsAfterRestart() {
        planted = (sound, away) -> sound;
        emptied = true;

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Runs none of the tests above but the clauses, with short limits. */
    static class Planted extends LoginThrottleOutageContractTest {

        @Override
        protected FaultyBackend<LoginThrottle> emptyBackendWithFaults(InstantSource clock) {
            return backend(planted, emptied, clock);
        }

        @Override
        protected Capability countsOutliveServer() {
            return emptied ? Capability.unsupported("they are emptied") : Capability.supported();
        }

        @Override
        protected Duration longestRecovery() {
            return Duration.ofMillis(20);
        }

        @Override
        void acceptsDeclaredEmptyCountsAfterRestart() {}

        @Override
        void noticesFaultControlWithoutEffect() {}

        @Override
        List<DynamicTest> detectsPlantedFaults() {
            return List.of();
        }
    }
}
