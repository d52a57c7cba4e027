package dev.roster.testkit.conformance;

import dev.roster.testkit.conformance.baseline.Baseline;
import dev.roster.testkit.conformance.baseline.BaselineException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Fails the test class of an implementer, but none of its clauses, if the baseline is invalid. */
@SuppressWarnings("deprecation") // newer methods of JUnit's store are missing in JUnit 5.8
final class BaselineExtension implements AfterAllCallback {

    /** JUnit's configuration parameter for the file of the baseline; {@code none} for none. */
    private static final String PARAMETER = "conformance.baseline";

    private static final Namespace NAMESPACE = Namespace.create(BaselineExtension.class);

    /** Parts of a contract are nested in it, and do not fail. */
    @Override
    public void afterAll(ExtensionContext context) {
        boolean isPart = context.getParent()
                .flatMap(ExtensionContext::getTestClass)
                .filter(enclosing -> enclosing.isAnnotationPresent(Clauses.class))
                .isPresent();
        if (!isPart) {
            listed(context).reportFault();
        }
    }

    /** Returns the baseline, which the context of the outermost test class keeps. */
    static ListedDeviations listed(ExtensionContext context) {
        Class<?> adapter = adapter(context);
        return Objects.requireNonNull(outermostClass(context)
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        adapter,
                        type -> new ListedDeviations(adapter, context.getConfigurationParameter(PARAMETER)),
                        ListedDeviations.class));
    }

    /** Returns the implementer's test class. */
    static Class<?> adapter(ExtensionContext context) {
        return outermostClass(context).getRequiredTestClass();
    }

    private static ExtensionContext outermostClass(ExtensionContext context) {
        ExtensionContext outermost = context;
        for (Optional<ExtensionContext> next = Optional.of(context);
                next.isPresent() && next.get().getTestClass().isPresent();
                next = next.get().getParent()) {
            outermost = next.get();
        }
        return outermost;
    }

    /** The baseline of one implementation. Safe for use by multiple threads. */
    static final class ListedDeviations implements CloseableResource, AutoCloseable {

        final Baseline baseline;

        /** The classes whose tested system is known. */
        final Set<Class<?>> asked = ConcurrentHashMap.newKeySet();

        private final Optional<BaselineException> fault;
        private final AtomicBoolean reported = new AtomicBoolean();

        ListedDeviations(Class<?> adapter, Optional<String> file) {
            Baseline read = Baseline.empty();
            Optional<BaselineException> invalid;
            try {
                read = file.map(ListedDeviations::read).orElseGet(() -> Baseline.onClassPath(adapter.getClassLoader()));
                invalid = read.faults(
                                adapter,
                                ClauseDescription.of(adapter).stream()
                                        .map(ClauseDescription::id)
                                        .toList())
                        .map(BaselineException::new);
            } catch (BaselineException malformed) {
                invalid = Optional.of(malformed);
            }
            baseline = read;
            fault = invalid;
        }

        private static Baseline read(String file) {
            return file.equals("none") ? Baseline.empty() : Baseline.read(Path.of(file));
        }

        private void reportFault() {
            reported.set(true);
            fault.ifPresent(invalid -> {
                throw invalid;
            });
        }

        /** Fails a test class with clauses that is not marked by {@link Clauses}. */
        @Override
        public void close() {
            if (!reported.get()) {
                reportFault();
            }
        }
    }
}
