package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the Javadoc of ports and services names exactly the clauses of the contracts. */
class ClauseAgreementTest {

    private static final Path SERVICES =
            Path.of("..", "application", "src", "main", "java", "dev", "roster", "application");

    @Test
    void portsAndContractsAgree() throws IOException {
        assertThat(Specification.disagreements(sources(), RosterContracts.ofPorts()))
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SERVICES)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(30);
            return sources;
        }
    }
}
