package dev.roster.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

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

/** Rules for the code inside a layer. */
final class CodeRules {

    private static final String CONSTRUCTOR = "<init>";

    private final Hexagon hexagon;

    CodeRules(Hexagon hexagon) {
        this.hexagon = hexagon;
    }

    ArchRule portsContainOnlyContracts() {
        return classes()
                .that(resideInAnyPackage(hexagon.port()))
                .should(ArchConditions.be(describe("contracts", CodeRules::isContract)))
                .as("the ports hold only interfaces, records, enums and exceptions");
    }

    ArchRule clocksAreInjected() {
        return noClasses()
                .that(are(inside()))
                .should()
                .accessTargetWhere(describe("the target reads the machine's clock", CodeRules::readsMachineClock))
                .as("domain and application read only injected clocks");
    }

    ArchRule coreDoesNotPrint() {
        return noClasses()
                .that(are(inside()))
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .as("domain and application use neither the standard streams nor java.util.logging");
    }

    private DescribedPredicate<JavaClass> inside() {
        return resideInAnyPackage(hexagon.domain(), hexagon.application());
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
