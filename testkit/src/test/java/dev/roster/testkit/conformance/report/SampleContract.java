package dev.roster.testkit.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clause.Level;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestReporter;

/** Contract of a shelf. Its implementations publish what the extension of clauses publishes. */
public abstract class SampleContract {

    private TestReporter reporter = Map::copyOf;
    private boolean deviating;

    /** Returns whether the sample keeps a clause. */
    protected boolean keeps(String clause) {
        return true;
    }

    /** Returns the reason in the baseline for a clause that is listed. */
    protected Optional<String> listed(String clause) {
        return Optional.empty();
    }

    /** Returns whether several threads may put boxes at once. */
    protected Capability concurrentPuts() {
        return Capability.supported();
    }

    @BeforeEach
    void publish(TestReporter to) {
        reporter = to;
        to.publishEntry(
                "conformance.capability.concurrent-puts", concurrentPuts().toString());
        to.publishEntry("conformance.system", "Shelf 1.2");
    }

    /** Ends a clause that deviates as an assumption that does not hold. */
    @AfterEach
    void deviate() {
        Assumptions.assumeFalse(deviating, "deviates, as listed");
    }

    final void check(String clause) {
        boolean kept = keeps(clause);
        Optional<String> reason = listed(clause);
        if (reason.isEmpty()) {
            assertThat(kept).as("<script>alert('" + clause + "')</script>").isTrue();
        } else if (kept) {
            reporter.publishEntry("conformance.stale", reason.get());
            throw new AssertionError("stale entry: " + clause + " holds");
        } else {
            reporter.publishEntry(
                    Map.of("conformance.deviation", reason.get(), "conformance.link", "https://example.com/issues/7"));
            deviating = true;
        }
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
