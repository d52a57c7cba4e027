package dev.roster.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.OptionalLibrary;
import java.util.List;
import java.util.Set;

/** Rules of contracts with {@linkplain Clause clauses}, for the packages that contain them. */
public final class ContractRules {

    private static final Set<String> SKIPPING = Set.of(
            "org.junit.jupiter.api.Assumptions",
            "org.junit.jupiter.api.Disabled",
            "org.assertj.core.api.Assumptions",
            "org.assertj.core.api.BDDAssumptions",
            "org.assertj.core.api.WithAssumptions",
            "org.opentest4j.TestAbortedException",
            "org.opentest4j.TestSkippedException");

    private ContractRules() {}

    /**
     * Returns all rules.
     *
     * @throws IllegalStateException with the dependency to add if ArchUnit is missing
     */
    public static List<ArchRule> all() {
        OptionalLibrary.require("com.tngtech.archunit.lang.ArchRule", "com.tngtech.archunit:archunit:1.5.0");
        return List.of(noClauseSkips(), clausesCannotBeOverridden());
    }

    /** Returns the rule that no contract uses an assumption, a condition or another way to skip a clause. */
    public static ArchRule noClauseSkips() {
        return noClasses()
                .should()
                .dependOnClassesThat(Skipping.TYPES)
                .because("a clause that is skipped reads as one that holds; declare a capability instead")
                .allowEmptyShould(false);
    }

    /** Returns the rule that an implementer's subclass cannot replace a clause. */
    public static ArchRule clausesCannotBeOverridden() {
        return methods()
                .that()
                .areAnnotatedWith(Clause.class)
                .should()
                .bePackagePrivate()
                .because("an implementation must not replace its own test")
                .allowEmptyShould(false);
    }

    /** Separate class, so that ArchUnit is loaded only after the check that it is present. */
    private static final class Skipping {

        static final DescribedPredicate<JavaClass> TYPES = new DescribedPredicate<>("skip a test") {
            @Override
            public boolean test(JavaClass type) {
                return SKIPPING.contains(type.getName())
                        || type.getPackageName().equals("org.junit.jupiter.api.condition");
            }
        };

        private Skipping() {}
    }
}
