package dev.roster.testkit.conformance.fault;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Causes faults of the server behind an adapter, or of the network in between. A fixture hands it over to a contract
 * about outages. A method that a fixture does not override throws {@link UnsupportedOperationException}; the fixture
 * then declares the fault unsupported, with the reason, in its contract.
 *
 * <p>{@code TcpProxy} implements it for any server with a TCP port, {@link HttpFaultControl} for a server in any language.
 */
public interface FaultControl {

    /** Fault that a control can cause or not. */
    enum Kind {
        /** {@link #cut()}, which {@link #forward()} ends. */
        CUT,
        /** {@link #slow}, which {@link #forward()} ends. */
        SLOW,
        /** {@link #stop()}, which {@link #restart()} ends. */
        STOP
    }

    /** Returns the faults that this control can cause; by default all. */
    default Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    /** Breaks all connections now, and each new one as soon as it is opened, until {@link #forward()}. */
    default void cut() throws Exception {
        throw unsupported("cut", "cutConnections");
    }

    /** Delays each response by this duration, until {@link #forward()}. Requests still reach the server. */
    default void slow(Duration delay) throws Exception {
        throw unsupported("slow", "slowResponses");
    }

    /** Ends {@link #cut()} and {@link #slow}: the server responds again. Delayed responses are sent at once. */
    default void forward() throws Exception {
        throw unsupported("forward", "cutConnections");
    }

    /** Stops the server, as a crash does: its connections break, and new ones are refused. */
    default void stop() throws Exception {
        throw unsupported("stop", "stoppedServer");
    }

    /** Starts the server again, at the same address, with all the data that it acknowledged as stored. */
    default void restart() throws Exception {
        throw unsupported("restart", "stoppedServer");
    }

    private static UnsupportedOperationException unsupported(String fault, String capability) {
        return new UnsupportedOperationException(
                "the fault control does not implement " + fault + "(); implement it, or "
                        + "declare in the contract's subclass: @Override protected Capability " + capability
                        + "() { return Capability.unsupported(\"…\"); }");
    }

    /**
     * Returns a control that stops the server itself, and causes the other faults as this one does. For example, {@code
     * proxy.stoppingBy(server::kill, server::start)}.
     *
     * @param stop stops the server
     * @param restart starts it again
     */
    default FaultControl stoppingBy(Outage.Step stop, Outage.Step restart) {
        FaultControl others = this;
        return new FaultControl() {
            @Override
            public Set<Kind> kinds() {
                EnumSet<Kind> kinds = EnumSet.of(Kind.STOP);
                kinds.addAll(others.kinds());
                return kinds;
            }

            @Override
            public void cut() throws Exception {
                others.cut();
            }

            @Override
            public void slow(Duration delay) throws Exception {
                others.slow(delay);
            }

            @Override
            public void forward() throws Exception {
                others.forward();
            }

            @Override
            public void stop() throws Exception {
                stop.run();
            }

            @Override
            public void restart() throws Exception {
                restart.run();
            }
        };
    }

    /**
     * Returns a control of an object in this process, such as a fake. Its responses cannot be slow.
     *
     * @param reachable makes the object unreachable, or reachable again with all its data
     */
    static FaultControl of(Consumer<Boolean> reachable) {
        return new FaultControl() {
            @Override
            public Set<Kind> kinds() {
                return EnumSet.of(Kind.CUT, Kind.STOP);
            }

            @Override
            public void cut() {
                reachable.accept(false);
            }

            @Override
            public void forward() {
                reachable.accept(true);
            }

            @Override
            public void stop() {
                reachable.accept(false);
            }

            @Override
            public void restart() {
                reachable.accept(true);
            }
        };
    }
}
