package dev.roster.testkit.faulty.outage;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Planted faults in outages of the server, for any port whose methods throw an exception of their own then. Each is
 * planted in a correct client.
 */
public final class OutageFaults {

    private OutageFaults() {}

    /** Kind of a fault. */
    public enum Kind {
        /** Throws an exception of the library. */
        UNTYPED("Throws an exception of the library while the server is away."),
        /** Waits for the server. */
        HANGS("Waits for a server that is away."),
        /** Reports success. */
        FAILURE_SWALLOWED("Returns without an exception while the server is away."),
        /** Reports success sometimes. */
        THIRD_FAILURE_ACKNOWLEDGED("Returns without an exception at every third failure."),
        /** Fails after the outage, too. */
        NEVER_RECOVERS("Fails after an outage until it is opened again."),
        /** Logs a secret. */
        SECRET_LOGGED("Logs the secret that a failed call sent."),
        /** Adds a secret to an exception. */
        SECRET_IN_EXCEPTION("Attaches the request that failed, with its secret, to the exception.");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    /**
     * A kind of fault and the clauses that detect it.
     *
     * @param kind the kind of fault
     * @param clauses the ids of the clauses
     */
    public record OutageFault(Kind kind, List<String> clauses) implements PlantedFault {

        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public String description() {
            return kind.description;
        }

        /** Returns a client with the fault. */
        public <P> P plantedIn(Class<P> port, P sound) {
            return port.cast(
                    Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, new Faulty(kind, sound)));
        }
    }

    /** The secret of calls without a {@link OneTimeSecret}: the access token of a client. */
    public static final String ACCESS_TOKEN = "access-token-of-planted-faults_~";

    /**
     * Returns the faults that reveal a secret.
     *
     * @param clause the id of the clause that detects them
     */
    public static OutageFault[] revealing(String clause) {
        return Stream.of(Kind.SECRET_LOGGED, Kind.SECRET_IN_EXCEPTION)
                .map(kind -> new OutageFault(kind, List.of(clause)))
                .toArray(OutageFault[]::new);
    }

    /**
     * Returns the other faults, for the clauses of an area.
     *
     * @param area such as {@code mail-outage}
     * @param kept the name of the clause about what was acknowledged, without the area
     */
    public static OutageFault[] inArea(String area, String kept) {
        return Stream.of(Kind.values())
                .filter(kind -> kind != Kind.SECRET_LOGGED && kind != Kind.SECRET_IN_EXCEPTION)
                .map(kind -> new OutageFault(
                        kind,
                        List.of(area + "."
                                + switch (kind) {
                                    case UNTYPED, HANGS, FAILURE_SWALLOWED -> "calls-fail-typed";
                                    case THIRD_FAILURE_ACKNOWLEDGED -> kept;
                                    default -> "recovers-without-restart";
                                })))
                .toArray(OutageFault[]::new);
    }

    private static String secretOf(Object[] arguments) {
        return Stream.of(arguments)
                .filter(OneTimeSecret.class::isInstance)
                .map(secret -> ((OneTimeSecret) secret).value())
                .findFirst()
                .orElse(ACCESS_TOKEN);
    }

    private static final class Faulty implements InvocationHandler {

        private final Kind kind;
        private final Object sound;
        private final AtomicInteger failures = new AtomicInteger();
        private volatile RuntimeException last = new IllegalStateException("not failed yet");

        Faulty(Kind kind, Object sound) {
            this.kind = kind;
            this.sound = sound;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (kind == Kind.NEVER_RECOVERS && failures.get() > 0) {
                throw last;
            }
            try {
                return method.invoke(sound, arguments);
            } catch (InvocationTargetException thrown) {
                if (!(thrown.getCause() instanceof RuntimeException failure)) {
                    throw thrown.getCause();
                }
                last = failure;
                int count = failures.incrementAndGet();
                if (kind == Kind.UNTYPED) {
                    throw new IllegalStateException("connection reset");
                }
                if (kind == Kind.SECRET_LOGGED) {
                    System.getLogger("client").log(System.Logger.Level.DEBUG, "failed: " + secretOf(arguments));
                }
                if (kind == Kind.SECRET_IN_EXCEPTION) {
                    failure.addSuppressed(new IOException("request with " + secretOf(arguments)));
                }
                if (kind == Kind.HANGS) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
                }
                if (kind == Kind.FAILURE_SWALLOWED || (kind == Kind.THIRD_FAILURE_ACKNOWLEDGED && count % 3 == 0)) {
                    return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
                }
                throw failure;
            }
        }
    }
}
