package com.example.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Specification;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the Javadoc of the port, the specification, with the contract. */
class LocksSpecificationTest {

    @Test
    void portAndContractAgree() throws Exception {
        Path port = Path.of("src/main/java/com/example/lock/Locks.java");

        assertThat(Specification.disagreements(List.of(port), List.of(LocksContract.class)))
                .isEmpty();
    }
}
