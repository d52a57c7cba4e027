package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.Clauses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestReporter;

/** Contract of a shelf, with a part in a class of its own. */
@Clauses
public abstract class SampleContract {

    /** Returns whether the sample keeps a clause. */
    protected boolean keeps(String clause) {
        return true;
    }

    /** Returns whether several threads may put boxes at once. */
    protected Capability concurrentPuts() {
        return Capability.supported();
    }

    @BeforeEach
    void publishSystem(TestReporter reporter) {
        reporter.publishEntry("conformance.system", "Shelf 1.2");
    }

    final void check(String clause) {
        assertThat(keeps(clause)).as("<script>alert('" + clause + "')</script>").isTrue();
    }

    @Clause(value = "shelf.put-found", promise = "A box that was put is found.")
    void putFound() {
        check("shelf.put-found");
    }

    @Clause(
            value = "shelf.order-kept",
            promise = "Boxes are listed in the order in which they were put.",
            level = Level.SHOULD)
    void orderKept() {
        check("shelf.order-kept");
    }

    @Clause(
            value = "shelf.concurrent-puts",
            promise = "Boxes that several threads put at once are all found.",
            since = "1.1",
            needs = "concurrent-puts")
    void concurrentPutsFound() {
        check("shelf.concurrent-puts");
    }

    @Nested
    class Removal extends SampleRemovalContract {
        @Override
        SampleContract contract() {
            return SampleContract.this;
        }
    }
}
