package dev.roster.testkit.contract.storage.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tests that the programs call each method that is reachable from a storage, so that a new one cannot be forgotten. */
class DrawnMethodsTest {

    private static final String PORTS = "dev.roster.application.port.";

    private final Set<String> direct = new TreeSet<>();
    private final Set<String> inTransaction = new TreeSet<>();

    @Test
    void defaultProgramsCallEachMethod() throws Exception {
        new OnRecordedStorage().agreesWithReferenceModel();

        Set<String> reachable = methodsReachableFrom(Storage.class);
        // Closing ends the program; TransactionsContract covers it.
        reachable.remove("Storage.close");
        reachable.removeAll(direct);
        Set<String> inUnit = methodsReachableFrom(UnitOfWork.class);
        inUnit.removeAll(inTransaction);
        assertThat(reachable).as("methods never called outside transactions").isEmpty();
        assertThat(inUnit).as("methods never called in a transaction").isEmpty();
    }

    private static Set<String> methodsReachableFrom(Class<?> port) {
        Set<String> names = new TreeSet<>();
        for (Method method : port.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                names.add(name(method));
                if (isPort(method.getReturnType())) {
                    names.addAll(methodsReachableFrom(method.getReturnType()));
                }
            }
        }
        return names;
    }

    private static boolean isPort(Class<?> type) {
        return type.isInterface() && type.getName().startsWith(PORTS);
    }

    private static String name(Method method) {
        String owner = method.getDeclaringClass().isAssignableFrom(UnitOfWork.class)
                ? "UnitOfWork"
                : method.getDeclaringClass().getSimpleName();
        return owner + "." + method.getName() + (method.getParameterCount() > 0 ? parameters(method) : "");
    }

    private static String parameters(Method method) {
        Set<String> types = new TreeSet<>();
        for (Class<?> type : method.getParameterTypes()) {
            types.add(type.getSimpleName());
        }
        return types.toString();
    }

    /** Returns a view of a port that records the methods called. */
    private static <P> P recorded(Class<P> port, P target, Set<String> calls) {
        return port.cast(Proxy.newProxyInstance(
                DrawnMethodsTest.class.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    calls.add(name(method));
                    try {
                        Object result = method.invoke(target, arguments);
                        return isPort(method.getReturnType()) ? view(method.getReturnType(), result, calls) : result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    private static <P> P view(Class<P> port, Object target, Set<String> calls) {
        return recorded(port, port.cast(target), calls);
    }

    private final class OnRecordedStorage extends StorageLockstepContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            Storage storage = new InMemoryStorage();
            return Backend.of(recorded(
                    Storage.class,
                    new ForwardingStorage(storage) {
                        @Override
                        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                            return storage.inTransaction(
                                    unit -> work.execute(recorded(UnitOfWork.class, unit, inTransaction)));
                        }
                    },
                    direct));
        }
    }
}
