package dev.roster.testkit.conformance;

import dev.roster.testkit.conformance.baseline.Deviation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs a clause: puts its id and the implementer's test class in front of a failure, compares the result with the
 * baseline, and publishes what reports need as entries of JUnit.
 */
final class ClauseExtension implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> clause, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Clause promised = context.getRequiredTestMethod().getAnnotation(Clause.class);
        String id = promised.value();
        Class<?> adapter = BaselineExtension.adapter(context);
        Optional<Deviation> listed = BaselineExtension.listed(context).baseline.find(id, adapter.getSimpleName());
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
            throw new StaleDeviationError(
                    id, adapter, BaselineExtension.listed(context).baseline.source());
        }
    }

    private static void publishSystems(ExtensionContext context) throws Exception {
        for (Object each : context.getRequiredTestInstances().getAllInstances()) {
            if (each instanceof TestedSystem tested
                    && BaselineExtension.listed(context).asked.add(tested.getClass())) {
                context.publishReportEntry("conformance.system", tested.testedSystem());
            }
        }
    }

    private static void deviate(Deviation listed, ClauseBrokenError failure, ExtensionContext context) {
        context.publishReportEntry("conformance.deviation", listed.reason());
        listed.link().ifPresent(link -> context.publishReportEntry("conformance.link", link));
        throw new DeviationException(listed, failure);
    }
}
