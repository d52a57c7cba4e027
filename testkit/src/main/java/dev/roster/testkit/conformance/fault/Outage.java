package dev.roster.testkit.conformance.fault;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.conformance.Capability;
import java.time.Duration;
import java.util.List;

/**
 * Fault with its end.
 *
 * @param begin starts the outage
 * @param end ends it
 */
public record Outage(String name, Step begin, Step end) {

    /** Action that may fail. */
    @FunctionalInterface
    public interface Step {

        /** Performs the action. */
        void run() throws Exception;
    }

    /** Returns the outage in which all connections break. */
    public static Outage cut(FaultControl faults) {
        return new Outage("cut", faults::cut, faults::forward);
    }

    /** Returns the outage in which the server is stopped. */
    public static Outage stop(FaultControl faults) {
        return new Outage("stop", faults::stop, faults::restart);
    }

    /** Returns the outage in which responses are delayed. */
    public static Outage slow(FaultControl faults, Duration delay) {
        return new Outage("slow", () -> faults.slow(delay), faults::forward);
    }

    /** Returns this outage if it is supported. Otherwise asserts that the fault control refuses it, and returns none. */
    public List<Outage> ifSupported(Capability capability) {
        if (capability.isSupported()) {
            return List.of(this);
        }
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .as("%s is declared unsupported", name)
                .isThrownBy(begin::run);
        return List.of();
    }
}
