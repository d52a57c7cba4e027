package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Provided;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Implementations for the tests of reports. Only a launcher in those tests runs them. */
final class SampleAdapters {

    private SampleAdapters() {}

    static class Conforming extends SampleContract {
        /** Not a clause, so not in the report. */
        @Test
        void ownTest() {}
    }

    static class SingleThreaded extends SampleContract {
        @Override
        protected Capability concurrentPuts() {
            return Capability.unsupported("the file has one writer at a time");
        }
    }

    static class Failing extends SampleContract {
        @Override
        protected boolean keeps(String clause) {
            return !clause.equals("removal.gone");
        }
    }

    static class Deviating extends SampleContract {
        @Override
        protected boolean keeps(String clause) {
            return !clause.equals("shelf.order-kept") && !clause.equals("removal.gone");
        }
    }

    /** Declares nothing about the capability that its clause needs. */
    static class Undeclared {
        @Clause(value = "shelf.lit", promise = "The shelf is lit.", needs = "light")
        void lit() {}
    }

    /** Does not override what its contract returns by default. */
    static class NotOverridden {
        Provided<String> label() {
            return Provided.undeclared("override label()");
        }

        @Clause(value = "shelf.labelled", promise = "The shelf has a label.", needs = "label")
        void labelled() {}
    }

    static class FailingBeforeAll extends SampleContract {
        @BeforeAll
        static void startServer() {
            Assertions.fail("no server");
        }
    }

    static class FailingAfterAll extends SampleContract {
        @AfterAll
        static void stopServer() {
            Assertions.fail("the server does not stop");
        }
    }

    @Disabled("no time")
    static class Skipped extends SampleContract {}

    /** Fails once. */
    static class Unsteady extends SampleContract {

        static int runs;

        @Override
        protected boolean keeps(String clause) {
            return !clause.equals("removal.gone") || runs++ > 0;
        }
    }

    static class Twice {
        @Nested
        class OnDisk extends SampleContract {}

        @Nested
        class InMemory extends SampleContract {
            @Override
            protected boolean keeps(String clause) {
                return !clause.equals("shelf.put-found");
            }
        }
    }

    /** Ends the process in one of its clauses. */
    static class Ending extends SampleContract {
        @Override
        protected boolean keeps(String clause) {
            if (clause.equals("shelf.put-found")) {
                if (Boolean.getBoolean("kill")) {
                    Runtime.getRuntime().halt(1);
                }
                System.exit(1);
            }
            return true;
        }
    }

    static class WithoutClauses {
        @Test
        void ownTest() {}
    }
}
