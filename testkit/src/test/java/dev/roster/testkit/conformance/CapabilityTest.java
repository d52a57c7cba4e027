package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CapabilityTest {

    @Test
    void requiresReasonIfUnsupported() {
        assertThat(Capability.supported().isSupported()).isTrue();
        assertThat(Capability.supported().reason()).isEmpty();
        assertThat(Capability.unsupported("one file, one writer").reason()).contains("one file, one writer");
        assertThatIllegalArgumentException().isThrownBy(() -> Capability.unsupported(" "));
    }
}
