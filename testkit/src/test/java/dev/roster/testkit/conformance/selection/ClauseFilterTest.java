package dev.roster.testkit.conformance.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.roster.testkit.conformance.Clause;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

class ClauseFilterTest {

    /** Clauses and a test of the implementer. */
    static class Mixed {

        @Clause(value = "box.open", promise = "A box can be opened.")
        void open() {}

        @Clause(value = "boxes.open", promise = "Boxes can be opened.")
        void openAll() {}

        @Test
        void ownTest() {}

        @Nested
        class Lids {

            @Clause(value = "box.lid-closed", promise = "A lid can be closed.")
            void closed() {}
        }
    }

    @Test
    void runsSelectedClausesOnly() {
        assertThat(run("box.*")).containsExactlyInAnyOrder("open()", "closed()");
        assertThat(run("box.lid-closed, boxes.open")).containsExactlyInAnyOrder("openAll()", "closed()");
        assertThat(run("other.*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "users[.]*", "Users.*", "users.?"})
    void rejectsOtherPatterns(String patterns) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClauseSelection.of(patterns))
                .withMessage(
                        "clauses must be patterns of ids such as outbox.*,users.email-*, but were '" + patterns + "'");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void reportsInvalidPropertyWhenTestsAreFound() {
        System.setProperty(ClauseFilter.PROPERTY, "users[.]*");
        try {
            ClauseFilter filter = new ClauseFilter();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> filter.apply(null))
                    .withMessageContaining("clauses must be patterns of ids such as");
        } finally {
            System.clearProperty(ClauseFilter.PROPERTY);
        }
    }

    private static List<String> run(String patterns) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Mixed.class))
                .filters(ClauseFilter.of(ClauseSelection.of(patterns)))
                .execute()
                .testEvents()
                .started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }
}
