package dev.roster.testkit.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Puts the clause id in front of the failure message. */
final class ClauseFailureHandler implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable broken) throws Throwable {
        String id = context.getRequiredTestMethod().getAnnotation(Clause.class).value();
        throw new ClauseBrokenError(id, context.getRequiredTestClass(), broken);
    }
}
