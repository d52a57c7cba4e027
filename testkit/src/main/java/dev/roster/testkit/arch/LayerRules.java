package dev.roster.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Rules for the dependencies between layers. */
final class LayerRules {

    private static final String JAVA = "java..";
    private static final String NULLNESS = "org.jspecify.annotations..";
    private static final String LOGGING = "org.slf4j..";
    private static final String ROSTERS_TESTKIT = "dev.roster.testkit..";

    private final Hexagon hexagon;

    LayerRules(Hexagon hexagon) {
        this.hexagon = hexagon;
    }

    ArchRule domainIsIndependent() {
        return classes()
                .that(resideInAPackage(hexagon.domain()))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(hexagon.domain(), JAVA, NULLNESS)
                .as("the domain depends on nothing but java.*");
    }

    ArchRule applicationDependsOnlyOnDomain() {
        return classes()
                .that(resideInAPackage(hexagon.application()))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(hexagon.application(), hexagon.domain(), JAVA, NULLNESS, LOGGING)
                .as("the application depends on nothing but the domain, java.* and SLF4J");
    }

    ArchRule portsDoNotDependOnServices() {
        return noClasses()
                .that(resideInAPackage(hexagon.port()))
                .should()
                .dependOnClassesThat(resideInAPackage(hexagon.application()).and(not(resideInAPackage(hexagon.port()))))
                .as("the ports do not depend on the services");
    }

    ArchRule adaptersAreIndependent() {
        return slices().matching(hexagon.eachAdapter())
                .should()
                .notDependOnEachOther()
                .as("adapters do not depend on each other")
                .allowEmptyShould(true);
    }

    ArchRule onlyBootstrapDependsOnAdapters() {
        return noClasses()
                .that(own().and(not(resideInAPackage(hexagon.adapters())))
                        .and(not(resideInAPackage(hexagon.bootstrap()))))
                .should()
                .dependOnClassesThat(resideInAPackage(hexagon.adapters()))
                .as("only the bootstrap depends on adapters");
    }

    ArchRule nothingDependsOnBootstrap() {
        return noClasses()
                .that(own().and(not(resideInAPackage(hexagon.bootstrap()))))
                .should()
                .dependOnClassesThat(resideInAPackage(hexagon.bootstrap()))
                .as("no other package depends on the bootstrap");
    }

    ArchRule productionDoesNotDependOnTestkit() {
        // Roster's own test kit may belong to the project, or contain a project that tests these rules.
        DescribedPredicate<JavaClass> rosters =
                resideInAPackage(ROSTERS_TESTKIT).and(not(own()));
        return noClasses()
                .that(own().and(not(resideInAPackage(hexagon.testkit()))))
                .should()
                .dependOnClassesThat(resideInAPackage(hexagon.testkit()).or(rosters))
                .as("production code depends on no test kit");
    }

    ArchRule conformanceIsIndependent() {
        return noClasses()
                .that(resideInAPackage(hexagon.conformance()))
                .should()
                .dependOnClassesThat(own().and(not(resideInAPackage(hexagon.conformance()))))
                .as("the conformance package depends on nothing else in the project")
                .allowEmptyShould(true);
    }

    ArchRule packagesAreFreeOfCycles() {
        return slices().matching(hexagon.eachPackage())
                .should()
                .beFreeOfCycles()
                .as("the dependencies between packages form no cycle");
    }

    ArchRule onlyPublishedPartIsUsed(String module, Set<String> published) {
        DescribedPredicate<JavaClass> internal = resideInAPackage(module + "..")
                .and(not(DescribedPredicate.describe(
                        "published",
                        type -> published.contains(type.getPackageName())
                                || published.contains(outermost(type).getName()))));
        return noClasses()
                .that(own().and(not(resideInAPackage(module + ".."))))
                .should()
                .dependOnClassesThat(internal)
                .as("only the published part of " + module + " is used by other modules")
                .allowEmptyShould(true);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LayerRules::outermost).orElse(type);
    }

    private DescribedPredicate<JavaClass> own() {
        return resideInAPackage(hexagon.everything());
    }
}
