package dev.roster.testkit.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Puts the clause's id before the message of whatever breaks it. */
final class ClauseFailureHandler implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable broken) throws Throwable {
        String id = context.getRequiredTestMethod().getAnnotation(Clause.class).value();
        throw new ClauseBrokenError(id, context.getRequiredTestClass(), broken);
    }
}
