package dev.roster.testkit.arch;

import com.tngtech.archunit.lang.ArchRule;
import dev.roster.testkit.conformance.OptionalLibrary;
import java.util.List;
import java.util.Set;

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
 * <p>The first three must contain classes, so that a mistyped base package is detected; the others may be missing. The
 * rules check class files: a constant that the compiler copied is not a dependency. Immutable.
 */
public final class HexagonalRules {

    private final LayerRules layers;
    private final CodeRules code;

    private HexagonalRules(Hexagon hexagon) {
        layers = new LayerRules(hexagon);
        code = new CodeRules(hexagon);
    }

    /**
     * Returns the rules of a project.
     *
     * @param base the package that contains the layers, such as {@code com.example.shop}
     * @throws IllegalStateException naming the coordinates of ArchUnit if it is missing
     */
    public static HexagonalRules forBasePackage(String base) {
        OptionalLibrary.require("com.tngtech.archunit.lang.ArchRule", "com.tngtech.archunit:archunit");
        return new HexagonalRules(new Hexagon(base));
    }

    /** Returns all rules that need no arguments, from the inside out. */
    public List<ArchRule> all() {
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

    /** Returns the rule that the domain depends only on itself, {@code java.*} and the annotations of JSpecify. */
    public ArchRule domainIsIndependent() {
        return layers.domainIsIndependent();
    }

    /**
     * Returns the rule that the application depends only on itself, the domain, the domain's dependencies, and SLF4J.
     */
    public ArchRule applicationDependsOnlyOnDomain() {
        return layers.applicationDependsOnlyOnDomain();
    }

    /** Returns the rule that the ports do not depend on the services that use them. */
    public ArchRule portsDoNotDependOnServices() {
        return layers.portsDoNotDependOnServices();
    }

    /** Returns the rule that the ports contain only interfaces, records, enums and exceptions. */
    public ArchRule portsContainOnlyContracts() {
        return code.portsContainOnlyContracts();
    }

    /**
     * Returns the rule that domain and application read only injected clocks, an {@link java.time.InstantSource} or
     * {@link java.time.Clock}.
     */
    public ArchRule clocksAreInjected() {
        return code.clocksAreInjected();
    }

    /** Returns the rule that domain and application use neither the standard streams nor {@code java.util.logging}. */
    public ArchRule coreDoesNotPrint() {
        return code.coreDoesNotPrint();
    }

    /** Returns the rule that no adapter depends on another one. */
    public ArchRule adaptersAreIndependent() {
        return layers.adaptersAreIndependent();
    }

    /** Returns the rule that only the bootstrap depends on adapters. */
    public ArchRule onlyBootstrapDependsOnAdapters() {
        return layers.onlyBootstrapDependsOnAdapters();
    }

    /** Returns the rule that no other package depends on the bootstrap. */
    public ArchRule nothingDependsOnBootstrap() {
        return layers.nothingDependsOnBootstrap();
    }

    /** Returns the rule that production code depends neither on the project's own test kit nor on Roster's. */
    public ArchRule productionDoesNotDependOnTestkit() {
        return layers.productionDoesNotDependOnTestkit();
    }

    /** Returns the rule that {@code testkit.conformance} depends on nothing else in the project. */
    public ArchRule conformanceIsIndependent() {
        return layers.conformanceIsIndependent();
    }

    /** Returns the rule that the dependencies between packages form no cycle. */
    public ArchRule packagesAreFreeOfCycles() {
        return layers.packagesAreFreeOfCycles();
    }

    /**
     * Returns the rule that other modules use only the published part of a module. The rule needs arguments, so
     * {@link #all} does not contain it.
     *
     * @param module the package that contains the module, such as {@code com.example.shop.adapters.sql}
     * @param published full names of the packages (without their subpackages) and classes that other modules may use
     */
    public ArchRule onlyPublishedPartIsUsed(String module, String... published) {
        return layers.onlyPublishedPartIsUsed(module, Set.of(published));
    }
}
