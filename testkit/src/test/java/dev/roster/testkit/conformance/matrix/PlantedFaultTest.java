package dev.roster.testkit.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlantedFaultTest {

    private enum Faults implements PlantedFault {
        @Fault(value = "Loses every second row.", raced = true)
        DESCRIBED,
        UNDESCRIBED;

        @Override
        public List<String> clauses() {
            return List.of("rows.kept");
        }
    }

    @Test
    void isDescribedByItsAnnotation() {
        assertThat(Faults.DESCRIBED.description()).isEqualTo("Loses every second row.");
        assertThat(Faults.DESCRIBED.raced()).isTrue();
    }

    @Test
    void requiresDescription() {
        assertThatIllegalStateException()
                .isThrownBy(Faults.UNDESCRIBED::description)
                .withMessage("UNDESCRIBED has no description; annotate it with @Fault(\"...\")");
    }
}
