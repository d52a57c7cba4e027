package dev.roster.testkit.arch;

import com.tngtech.archunit.lang.ArchRule;
import dev.roster.testkit.conformance.OptionalLibrary;
import java.util.List;
import java.util.Set;

/**
 * The rules of one project, laid out in these packages under its base package:
 *
 * <pre>
 * domain              values and their rules
 * application         services
 * application.port    what the services need from outside
 * adapters.(name)     one package for each adapter
 * bootstrap           configuration and wiring
 * testkit             contracts and fakes
 * testkit.conformance what of the test kit is not about this project
 * </pre>
 *
 * <p>The first three must hold classes, so that a mistyped base package is noticed; the others may be missing. Rules see
 * what stands in class files: a constant that the compiler copied is no dependency there. Immutable.
 */
public final class HexagonalRules {

    private final LayerRules layers;
    private final CodeRules code;

    private HexagonalRules(Hexagon hexagon) {
        layers = new LayerRules(hexagon);
        code = new CodeRules(hexagon);
    }

    /**
     * The rules of a project.
     *
     * @param base the package that holds the layers, such as {@code com.example.shop}
     * @throws IllegalStateException naming the coordinates of ArchUnit if it is missing
     */
    public static HexagonalRules forBasePackage(String base) {
        OptionalLibrary.require("com.tngtech.archunit.lang.ArchRule", "com.tngtech.archunit:archunit");
        return new HexagonalRules(new Hexagon(base));
    }

    /** Every rule there is, from the inside out. */
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

    /** The domain depends on itself, {@code java.*} and the annotations of JSpecify, and on nothing else. */
    public ArchRule domainIsIndependent() {
        return layers.domainIsIndependent();
    }

    /** The application depends on what the domain may depend on, on the domain, and on SLF4J. */
    public ArchRule applicationDependsOnlyOnDomain() {
        return layers.applicationDependsOnlyOnDomain();
    }

    /** The ports do not depend on the services that use them. */
    public ArchRule portsDoNotDependOnServices() {
        return layers.portsDoNotDependOnServices();
    }

    /** The ports hold interfaces, records, enums and exceptions: nothing that does something by itself. */
    public ArchRule portsContainOnlyContracts() {
        return code.portsContainOnlyContracts();
    }

    /**
     * Domain and application read no clock but one that was handed to them, an {@link java.time.InstantSource} or
     * {@link java.time.Clock}.
     */
    public ArchRule clocksAreInjected() {
        return code.clocksAreInjected();
    }

    /** Domain and application write neither to the standard streams nor to {@code java.util.logging}. */
    public ArchRule coreDoesNotPrint() {
        return code.coreDoesNotPrint();
    }

    /** No adapter depends on another one. */
    public ArchRule adaptersAreIndependent() {
        return layers.adaptersAreIndependent();
    }

    /** Nobody but the bootstrap depends on an adapter. */
    public ArchRule onlyBootstrapDependsOnAdapters() {
        return layers.onlyBootstrapDependsOnAdapters();
    }

    /** Nobody depends on the bootstrap. */
    public ArchRule nothingDependsOnBootstrap() {
        return layers.nothingDependsOnBootstrap();
    }

    /** Production code depends neither on the project's own test kit nor on Roster's. */
    public ArchRule productionDoesNotDependOnTestkit() {
        return layers.productionDoesNotDependOnTestkit();
    }

    /** What of the test kit is reusable for any project depends on nothing of this one. */
    public ArchRule conformanceIsIndependent() {
        return layers.conformanceIsIndependent();
    }

    /** The dependencies between packages form no cycle. */
    public ArchRule packagesAreFreeOfCycles() {
        return layers.packagesAreFreeOfCycles();
    }

    /**
     * Only the published part of a module is used by others. This rule needs arguments, so {@link #all} does not contain it.
     *
     * @param module the package that holds the module, such as {@code com.example.shop.adapters.sql}
     * @param published full names of the packages (without those in them) and classes that other modules may use
     */
    public ArchRule onlyPublishedPartIsUsed(String module, String... published) {
        return layers.onlyPublishedPartIsUsed(module, Set.of(published));
    }
}
