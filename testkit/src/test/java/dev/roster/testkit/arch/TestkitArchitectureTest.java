package dev.roster.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.roster.testkit.conformance.Contract;
import org.junit.jupiter.api.Test;

/** Checks the test kit with its own rules. */
class TestkitArchitectureTest {

    @Test
    void conformanceDoesNotDependOnRoster() {
        JavaClasses conformance = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackagesOf(Contract.class);

        assertThat(conformance.contain(Contract.class)).isTrue();
        HexagonalRules.forBasePackage("dev.roster").conformanceIsIndependent().check(conformance);
    }
}
