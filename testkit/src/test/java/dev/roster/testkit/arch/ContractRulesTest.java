package dev.roster.testkit.arch;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.roster.testkit.conformance.Clause;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractRulesTest {

    static final List<ArchRule> RULES = ContractRules.all();

    /** Proves that no contract of the kit can skip a clause. */
    @ParameterizedTest
    @FieldSource("RULES")
    void contractsKeepRules(ArchRule rule) {
        rule.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.roster.testkit.contract"));
    }

    @ParameterizedTest
    @ValueSource(classes = {Assuming.class, AssumingWithAssertJ.class, Conditional.class, Switched.class})
    void detectsSkipping(Class<?> contract) {
        JavaClasses planted = new ClassFileImporter().importClasses(contract);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ContractRules.noClauseSkips().check(planted))
                .withMessageContaining(contract.getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(classes = Assuming.class)
    void detectsClauseThatCanBeOverridden(Class<?> contract) {
        JavaClasses planted = new ClassFileImporter().importClasses(contract);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ContractRules.clausesCannotBeOverridden().check(planted))
                .withMessageContaining("Assuming.box()");
    }

    abstract static class Assuming {
        @Clause(value = "box.open", promise = "A box can be opened.")
        protected void box() {
            assumeTrue(false);
        }
    }

    abstract static class AssumingWithAssertJ {
        void box() {
            Assumptions.assumeThat("box").isEmpty();
        }
    }

    abstract static class Conditional {
        @EnabledOnOs(OS.AIX)
        void box() {}
    }

    abstract static class Switched {
        @Disabled
        void box() {}
    }
}
