package dev.roster.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

/**
 * The rules of one project. A class of its own, so that ArchUnit is loaded only after the check that it is present.
 *
 * @param base the package that contains the layers
 */
record ProjectRules(String base) implements HexagonalRules {

    private static final String JAVA = "java..";
    private static final String NULLNESS = "org.jspecify.annotations..";
    private static final String LOGGING = "org.slf4j..";
    private static final String ROSTERS_TESTKIT = "dev.roster.testkit..";
    private static final String CONSTRUCTOR = "<init>";

    /** Returns ArchUnit's notation for the package of a layer and its subpackages. */
    private String in(String layer) {
        return base + "." + layer + "..";
    }

    @Override
    public ArchRule domainIsIndependent() {
        return classes()
                .that(resideInAPackage(in("domain")))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("domain"), JAVA, NULLNESS)
                .as("the domain depends on nothing but java.*");
    }

    @Override
    public ArchRule applicationDependsOnlyOnDomain() {
        return classes()
                .that(resideInAPackage(in("application")))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("application"), in("domain"), JAVA, NULLNESS, LOGGING)
                .as("the application depends on nothing but the domain, java.* and SLF4J");
    }

    @Override
    public ArchRule portsDoNotDependOnServices() {
        return noClasses()
                .that(resideInAPackage(in("application.port")))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(in("application")).and(not(resideInAPackage(in("application.port")))))
                .as("the ports do not depend on the services");
    }

    @Override
    public ArchRule adaptersAreIndependent() {
        return slices().matching(base + ".adapters.(*)..")
                .should()
                .notDependOnEachOther()
                .as("adapters do not depend on each other")
                .allowEmptyShould(true);
    }

    @Override
    public ArchRule onlyBootstrapDependsOnAdapters() {
        return noClasses()
                .that(own().and(not(resideInAPackage(in("adapters")))).and(not(resideInAPackage(in("bootstrap")))))
                .should()
                .dependOnClassesThat(resideInAPackage(in("adapters")))
                .as("only the bootstrap depends on adapters");
    }

    @Override
    public ArchRule nothingDependsOnBootstrap() {
        return noClasses()
                .that(own().and(not(resideInAPackage(in("bootstrap")))))
                .should()
                .dependOnClassesThat(resideInAPackage(in("bootstrap")))
                .as("no other package depends on the bootstrap");
    }

    @Override
    public ArchRule productionDoesNotDependOnTestkit() {
        // Roster's own test kit may belong to the project, or contain a project that tests these rules.
        DescribedPredicate<JavaClass> rosters =
                resideInAPackage(ROSTERS_TESTKIT).and(not(own()));
        return noClasses()
                .that(own().and(not(resideInAPackage(in("testkit")))))
                .should()
                .dependOnClassesThat(resideInAPackage(in("testkit")).or(rosters))
                .as("production code depends on no test kit");
    }

    @Override
    public ArchRule conformanceIsIndependent() {
        return noClasses()
                .that(resideInAPackage(in("testkit.conformance")))
                .should()
                .dependOnClassesThat(own().and(not(resideInAPackage(in("testkit.conformance")))))
                .as("the conformance package depends on nothing else in the project")
                .allowEmptyShould(true);
    }

    @Override
    public ArchRule packagesAreFreeOfCycles() {
        return slices().matching(base + ".(**)")
                .should()
                .beFreeOfCycles()
                .as("the dependencies between packages form no cycle");
    }

    @Override
    public ArchRule onlyPublishedPartIsUsed(String module, String... published) {
        Set<String> allowed = Set.of(published);
        DescribedPredicate<JavaClass> internal = resideInAPackage(module + "..")
                .and(not(DescribedPredicate.describe(
                        "published",
                        type -> allowed.contains(type.getPackageName())
                                || allowed.contains(outermost(type).getName()))));
        return noClasses()
                .that(own().and(not(resideInAPackage(module + ".."))))
                .should()
                .dependOnClassesThat(internal)
                .as("only the published part of " + module + " is used by other modules")
                .allowEmptyShould(true);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ProjectRules::outermost).orElse(type);
    }

    private DescribedPredicate<JavaClass> own() {
        return resideInAPackage(base + "..");
    }

    @Override
    public ArchRule portsContainOnlyContracts() {
        return classes()
                .that(resideInAnyPackage(in("application.port")))
                .should(ArchConditions.be(describe("contracts", ProjectRules::isContract)))
                .as("the ports hold only interfaces, records, enums and exceptions");
    }

    @Override
    public ArchRule clocksAreInjected() {
        return noClasses()
                .that(are(inside()))
                .should()
                .accessTargetWhere(describe("the target reads the machine's clock", ProjectRules::readsMachineClock))
                .as("domain and application read only injected clocks");
    }

    @Override
    public ArchRule coreDoesNotPrint() {
        return noClasses()
                .that(are(inside()))
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .as("domain and application use neither the standard streams nor java.util.logging");
    }

    private DescribedPredicate<JavaClass> inside() {
        return resideInAnyPackage(in("domain"), in("application"));
    }

    private static boolean isContract(JavaClass type) {
        return type.isInterface()
                || type.isRecord()
                || type.isEnum()
                || type.isAssignableTo(Throwable.class)
                // synthetic classes are added by the compiler
                || type.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean readsMachineClock(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
            return false;
        }
        String name = target.getName();
        return switch (target.getOwner().getPackageName()) {
            case "java.time", "java.time.chrono" -> namesMachineClock(target) && !takesClock(target);
            case "java.util" -> isOldClock(target);
            case "java.lang" -> target.getOwner().isEquivalentTo(System.class) && name.equals("currentTimeMillis");
            default -> false;
        };
    }

    private static boolean namesMachineClock(AccessTarget target) {
        boolean isClock = target.getOwner().isEquivalentTo(Clock.class)
                || target.getOwner().isEquivalentTo(InstantSource.class);
        String name = target.getName();
        return name.equals("now")
                || name.endsWith("Now")
                || (isClock && (name.startsWith("system") || name.startsWith("tick")));
    }

    private static boolean takesClock(CodeUnitAccessTarget target) {
        return target.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(InstantSource.class));
    }

    private static boolean isOldClock(CodeUnitAccessTarget target) {
        boolean date = target.getOwner().isEquivalentTo(Date.class);
        boolean calendar = target.getOwner().isAssignableTo(Calendar.class);
        boolean madeOfNothing = target.getName().equals(CONSTRUCTOR)
                && target.getRawParameterTypes().isEmpty();
        return ((date || calendar) && madeOfNothing)
                || (calendar && target.getName().equals("getInstance"));
    }
}
