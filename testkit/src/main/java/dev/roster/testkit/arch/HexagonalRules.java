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
                domainKnowsNobody(),
                applicationKnowsOnlyDomain(),
                portsKnowNoServices(),
                portsHoldOnlyContracts(),
                timeComesFromOutside(),
                applicationIsQuiet(),
                adaptersAreStrangers(),
                onlyBootstrapKnowsAdapters(),
                nobodyKnowsBootstrap(),
                productionKnowsNoTestkit(),
                conformanceStandsAlone(),
                packagesAreFreeOfCycles());
    }

    /** The domain depends on itself, {@code java.*} and the annotations of JSpecify, and on nothing else. */
    public ArchRule domainKnowsNobody() {
        return layers.domainKnowsNobody();
    }

    /** The application depends on what the domain may depend on, on the domain, and on SLF4J. */
    public ArchRule applicationKnowsOnlyDomain() {
        return layers.applicationKnowsOnlyDomain();
    }

    /** The ports do not depend on the services that use them. */
    public ArchRule portsKnowNoServices() {
        return layers.portsKnowNoServices();
    }

    /** The ports hold interfaces, records, enums and exceptions: nothing that does something by itself. */
    public ArchRule portsHoldOnlyContracts() {
        return code.portsHoldOnlyContracts();
    }

    /**
     * Domain and application read no clock but one that was handed to them, an {@link java.time.InstantSource} or
     * {@link java.time.Clock}.
     */
    public ArchRule timeComesFromOutside() {
        return code.timeComesFromOutside();
    }

    /** Domain and application write neither to the standard streams nor to {@code java.util.logging}. */
    public ArchRule applicationIsQuiet() {
        return code.applicationIsQuiet();
    }

    /** No adapter depends on another one. */
    public ArchRule adaptersAreStrangers() {
        return layers.adaptersAreStrangers();
    }

    /** Nobody but the bootstrap depends on an adapter. */
    public ArchRule onlyBootstrapKnowsAdapters() {
        return layers.onlyBootstrapKnowsAdapters();
    }

    /** Nobody depends on the bootstrap. */
    public ArchRule nobodyKnowsBootstrap() {
        return layers.nobodyKnowsBootstrap();
    }

    /** Production code depends neither on the project's own test kit nor on Roster's. */
    public ArchRule productionKnowsNoTestkit() {
        return layers.productionKnowsNoTestkit();
    }

    /** What of the test kit is reusable for any project depends on nothing of this one. */
    public ArchRule conformanceStandsAlone() {
        return layers.conformanceStandsAlone();
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
