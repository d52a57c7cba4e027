package dev.roster.testkit.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Puts the clause id and the implementer's test class in front of the failure message. */
final class ClauseFailureHandler implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable broken) throws Throwable {
        String id = context.getRequiredTestMethod().getAnnotation(Clause.class).value();
        Object outermost = context.getRequiredTestInstances().getAllInstances().get(0);
        throw new ClauseBrokenError(id, outermost.getClass(), broken);
    }
}
