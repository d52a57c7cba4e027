package dev.roster.testkit.conformance.selection;

import dev.roster.testkit.conformance.Clause;
import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** Finds the clause that a test of the JUnit Platform proves. */
public final class ClauseSource {

    private ClauseSource() {}

    /** Returns the clause on the method of a test; empty if the test has another source or proves no clause. */
    public static Optional<Clause> clauseOf(Optional<TestSource> source) {
        return source.filter(MethodSource.class::isInstance)
                .map(method -> ((MethodSource) method).getJavaMethod().getAnnotation(Clause.class));
    }
}
