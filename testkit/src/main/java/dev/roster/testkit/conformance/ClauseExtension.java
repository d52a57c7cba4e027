package dev.roster.testkit.conformance;

import dev.roster.testkit.conformance.baseline.Baseline;
import dev.roster.testkit.conformance.baseline.Deviation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs a clause: puts its id and the implementer's test class in front of a failure, compares the result with the
 * baseline, and publishes what reports need as entries of JUnit.
 */
@SuppressWarnings("deprecation") // newer methods of JUnit's store are missing in JUnit 5.8
final class ClauseExtension implements BeforeEachCallback, InvocationInterceptor {

    /** JUnit's configuration parameter for the file of the baseline; {@code none} for none. */
    private static final String BASELINE_PARAMETER = "conformance.baseline";

    private static final Namespace NAMESPACE = Namespace.create(ClauseExtension.class);

    /** Checks before the first clause of an implementation that its baseline names only clauses that exist. */
    @Override
    public void beforeEach(ExtensionContext context) {
        listed(context).reportFault();
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> clause, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Clause promised = context.getRequiredTestMethod().getAnnotation(Clause.class);
        String id = promised.value();
        Class<?> adapter = adapter(context);
        Optional<Deviation> listed = listed(context).baseline.find(id, adapter.getSimpleName());
        Capabilities.of(context.getRequiredTestInstances().getAllInstances(), List.of(promised.needs()))
                .forEach((name, state) -> context.publishReportEntry("conformance.capability." + name, state));
        publishSystems(context);
        try {
            clause.proceed();
        } catch (Throwable broken) {
            ClauseBrokenError failure = new ClauseBrokenError(id, adapter, broken);
            if (listed.isEmpty()) {
                throw failure;
            }
            deviate(listed.get(), failure, context);
        }
        if (listed.isPresent()) {
            context.publishReportEntry("conformance.stale", listed.get().toString());
            throw new StaleDeviationError(id, adapter, listed(context).baseline.source());
        }
    }

    private static void publishSystems(ExtensionContext context) throws Exception {
        for (Object each : context.getRequiredTestInstances().getAllInstances()) {
            if (each instanceof TestedSystem tested && listed(context).asked.add(tested.getClass())) {
                context.publishReportEntry("conformance.system", tested.testedSystem());
            }
        }
    }

    private static void deviate(Deviation listed, ClauseBrokenError failure, ExtensionContext context) {
        context.publishReportEntry("conformance.deviation", listed.reason());
        listed.link().ifPresent(link -> context.publishReportEntry("conformance.link", link));
        throw new DeviationException(listed, failure);
    }

    private static ListedDeviations listed(ExtensionContext context) {
        Class<?> adapter = adapter(context);
        return Objects.requireNonNull(context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        adapter,
                        type -> new ListedDeviations(adapter, context.getConfigurationParameter(BASELINE_PARAMETER)),
                        ListedDeviations.class));
    }

    private static Class<?> adapter(ExtensionContext context) {
        return context.getRequiredTestInstances().getAllInstances().get(0).getClass();
    }

    /** The baseline of one implementation. Safe for use by multiple threads. */
    private static final class ListedDeviations {

        private final Baseline baseline;
        private final AtomicReference<Optional<String>> fault;

        /** The classes whose tested system is known. */
        private final Set<Class<?>> asked = ConcurrentHashMap.newKeySet();

        ListedDeviations(Class<?> adapter, Optional<String> file) {
            baseline = file.map(ListedDeviations::read).orElseGet(() -> Baseline.onClassPath(adapter.getClassLoader()));
            fault = new AtomicReference<>(baseline.unknownClauses(
                    adapter,
                    ClauseDescription.of(adapter).stream()
                            .map(ClauseDescription::id)
                            .toList()));
        }

        private static Baseline read(String file) {
            return file.equals("none") ? Baseline.empty() : Baseline.read(Path.of(file));
        }

        /** Fails the first clause only; the others run. */
        void reportFault() {
            fault.getAndSet(Optional.empty()).ifPresent(unknown -> {
                throw new AssertionError(unknown);
            });
        }
    }
}
