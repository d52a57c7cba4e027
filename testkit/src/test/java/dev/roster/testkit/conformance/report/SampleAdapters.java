package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Capability;
import java.util.Optional;
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
            return listed(clause).isEmpty();
        }

        @Override
        protected Optional<String> listed(String clause) {
            return switch (clause) {
                case "shelf.order-kept" -> Optional.of("the shelf sorts its boxes");
                case "removal.gone" -> Optional.of("removed boxes are found until midnight");
                default -> Optional.empty();
            };
        }
    }

    static class Stale extends SampleContract {
        @Override
        protected Optional<String> listed(String clause) {
            return clause.equals("shelf.put-found") ? Optional.of("fixed long ago") : Optional.empty();
        }
    }

    /** Publishes nothing about its capability. */
    static class Undeclared extends SampleContract {
        @Override
        void publish(org.junit.jupiter.api.TestReporter to) {}
    }

    static class FailingBeforeAll extends SampleContract {
        @BeforeAll
        static void startServer() {
            throw new IllegalStateException("no server");
        }
    }

    static class FailingAfterAll extends SampleContract {
        @org.junit.jupiter.api.AfterAll
        static void stopServer() {
            throw new IllegalStateException("the server does not stop");
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

    static class WithoutClauses {
        @Test
        void ownTest() {}
    }
}
