package dev.roster.testkit.conformance.selection;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Runs only the clauses that the system property {@value #PROPERTY} selects, and no other tests. Without the property
 * it has no effect. JUnit finds this class by itself.
 */
public final class ClauseFilter implements PostDiscoveryFilter {

    /** Name of the system property. */
    public static final String PROPERTY = "clauses";

    private final Supplier<Optional<ClauseSelection>> selection;

    /**
     * For JUnit. Reads the property when the first test is found: an exception of a constructor would be reported
     * without its message.
     */
    public ClauseFilter() {
        this(() -> Optional.ofNullable(System.getProperty(PROPERTY)).map(ClauseSelection::of));
    }

    private ClauseFilter(Supplier<Optional<ClauseSelection>> selection) {
        this.selection = selection;
    }

    /** Returns a filter that runs only the selected clauses. */
    public static ClauseFilter of(ClauseSelection selection) {
        return new ClauseFilter(() -> Optional.of(selection));
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        Optional<ClauseSelection> selected = selection.get();
        boolean isContainerOfClasses = !(test.getSource().orElse(null) instanceof MethodSource);
        return FilterResult.includedIf(selected.isEmpty()
                || isContainerOfClasses
                || ClauseSource.clauseOf(test.getSource())
                        .filter(selected.get()::includes)
                        .isPresent());
    }
}
