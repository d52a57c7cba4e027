package dev.roster.testkit.arch;

import com.tngtech.archunit.lang.ArchRule;
import dev.roster.testkit.conformance.OptionalLibrary;
import java.util.List;

/**
 * Rules of one project that has these packages under its base package:
 *
 * <pre>
 * domain              values and their rules
 * application         services
 * application.port    what the services need from outside
 * adapters.(name)     one package for each adapter
 * bootstrap           configuration and wiring
 * testkit             contracts and fakes
 * testkit.conformance the part of the test kit that does not depend on this project
 * </pre>
 *
 * <p>{@code ProjectRules} defines the rules; the description of this package shows a test that runs them.
 *
 * <p>The first three must contain classes, so that a mistyped base package is detected; the others may be missing. The
 * rules check class files: a constant that the compiler copied is not a dependency. Immutable.
 */
public interface HexagonalRules {

    /**
     * Returns the rules of a project.
     *
     * @param base the package that contains the layers, such as {@code com.example.shop}
     * @throws IllegalStateException with the dependency to add if ArchUnit is missing
     */
    static HexagonalRules forBasePackage(String base) {
        OptionalLibrary.require("com.tngtech.archunit.lang.ArchRule", "com.tngtech.archunit:archunit:1.5.0");
        return new ProjectRules(base);
    }

    /** Returns all rules that need no arguments, from the inside out. */
    default List<ArchRule> all() {
        return List.of(
                domainIsIndependent(),
                applicationDependsOnlyOnDomain(),
                portsDoNotDependOnServices(),
                portsContainOnlyContracts(),
                clocksAreInjected(),
                coreDoesNotPrint(),
                adaptersAreIndependent(),
                onlyBootstrapDependsOnAdapters(),
                nothingDependsOnBootstrap(),
                productionDoesNotDependOnTestkit(),
                conformanceIsIndependent(),
                packagesAreFreeOfCycles());
    }

    /**
     * Returns the rule that the domain depends only on itself, {@code java.*} and the annotations of JSpecify: no
     * JSON, logging or database library.
     */
    ArchRule domainIsIndependent();

    /**
     * Returns the rule that the application depends only on itself, the domain, the domain's dependencies, and SLF4J.
     */
    ArchRule applicationDependsOnlyOnDomain();

    /** Returns the rule that the ports do not depend on the services that use them. */
    ArchRule portsDoNotDependOnServices();

    /** Returns the rule that the ports contain only interfaces, records, enums and exceptions. */
    ArchRule portsContainOnlyContracts();

    /**
     * Returns the rule that domain and application read only injected clocks, an {@link java.time.InstantSource} or
     * {@link java.time.Clock}.
     */
    ArchRule clocksAreInjected();

    /** Returns the rule that domain and application use neither the standard streams nor {@code java.util.logging}. */
    ArchRule coreDoesNotPrint();

    /** Returns the rule that no adapter depends on another one. */
    ArchRule adaptersAreIndependent();

    /** Returns the rule that only the bootstrap depends on adapters. */
    ArchRule onlyBootstrapDependsOnAdapters();

    /** Returns the rule that no other package depends on the bootstrap. */
    ArchRule nothingDependsOnBootstrap();

    /** Returns the rule that production code depends neither on the project's own test kit nor on Roster's. */
    ArchRule productionDoesNotDependOnTestkit();

    /** Returns the rule that {@code testkit.conformance} depends on nothing else in the project. */
    ArchRule conformanceIsIndependent();

    /** Returns the rule that the dependencies between packages, inside and across modules, form no cycle. */
    ArchRule packagesAreFreeOfCycles();

    /**
     * Returns the rule that other modules use only the published part of a module. The rule needs arguments, so
     * {@link #all} does not contain it.
     *
     * @param module the package that contains the module, such as {@code com.example.shop.adapters.sql}
     * @param published full names of the packages (without their subpackages) and classes that other modules may use
     */
    ArchRule onlyPublishedPartIsUsed(String module, String... published);
}
