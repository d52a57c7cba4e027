package dev.roster.testkit.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HexagonalRulesTest {

    private static final String PLANTED = "dev.roster.testkit.arch.planted.";

    /** Imported once, because the import takes longest. */
    private static final JavaClasses ALL_PLANTED =
            new ClassFileImporter().importPackages(HexagonalRulesTest.class.getPackageName() + ".planted");

    static final List<Violation> VIOLATIONS = List.of(
            new Violation(
                    HexagonalRules::domainIsIndependent,
                    "leakydomain",
                    List.of(
                            "domain.Order.source> has type <dev.roster.testkit.arch.planted.leakydomain.application.Orders>",
                            "domain.Order.<init>(dev.roster.testkit.arch.planted.leakydomain.application.Orders)> has parameter",
                            "domain.Order.source()> has return type",
                            "domain.Price.<clinit>()> calls method <org.slf4j.LoggerFactory.getLogger")),
            new Violation(
                    HexagonalRules::applicationDependsOnlyOnDomain,
                    "leakyapplication",
                    List.of(
                            "application.OrderService.",
                            "application.OrderJson.json()> has return type <com.fasterxml.jackson.databind.JsonNode>")),
            new Violation(
                    HexagonalRules::portsDoNotDependOnServices,
                    "knowingports",
                    List.of(
                            "application.port.Mails.send(dev.roster.testkit.arch.planted.knowingports.application.OrderService)>")),
            new Violation(
                    HexagonalRules::portsContainOnlyContracts,
                    "busyports",
                    List.of(
                            "application.port.Prices> is not contract",
                            "application.port.Orders$Cached> is not contract")),
            new Violation(
                    HexagonalRules::clocksAreInjected,
                    "ownclock",
                    List.of(
                            "calls method <java.time.LocalDate.now(java.time.ZoneId)>",
                            "calls method <java.time.chrono.IsoChronology.dateNow(java.time.ZoneId)>",
                            "references method <java.time.Instant.now()>",
                            "references constructor <java.util.Date.<init>()>",
                            "calls constructor <java.util.Date.<init>()>",
                            "calls method <java.util.Calendar.getInstance()>",
                            "calls method <java.time.Clock.systemUTC()>",
                            "calls method <java.time.Clock.tickSeconds(java.time.ZoneId)>",
                            "calls method <java.time.InstantSource.system()>",
                            "calls method <java.lang.System.currentTimeMillis()>")),
            new Violation(
                    HexagonalRules::coreDoesNotPrint,
                    "noisyapplication",
                    List.of(
                            "domain.Order.shipped()> gets field <java.lang.System.out>",
                            "calls method <java.util.logging.Logger.",
                            "calls method <java.lang.RuntimeException.printStackTrace()>",
                            "application.OrderService.cancel()> gets field <java.lang.System.err>")),
            new Violation(
                    HexagonalRules::adaptersAreIndependent,
                    "friendlyadapters",
                    List.of("Slice mail depends on Slice sql")),
            new Violation(
                    HexagonalRules::onlyBootstrapDependsOnAdapters, "knownadapter", List.of("testkit.OrdersContract.")),
            new Violation(
                    HexagonalRules::nothingDependsOnBootstrap,
                    "knownbootstrap",
                    List.of("adapters.http.Server.", "testkit.ServerContract.")),
            new Violation(
                    HexagonalRules::productionDoesNotDependOnTestkit,
                    "testedproduction",
                    List.of("bootstrap.Main.", "application.OrderService.")),
            new Violation(
                    HexagonalRules::conformanceIsIndependent,
                    "boundconformance",
                    List.of("testkit.conformance.Promise.", "testkit.conformance.Lockstep.")),
            new Violation(
                    HexagonalRules::packagesAreFreeOfCycles,
                    "cyclicpackages",
                    List.of("Cycle detected: Slice application.order -> ")));

    /**
     * Project that violates one rule.
     *
     * @param findings the exact violations that the rule must report
     */
    private record Violation(Function<HexagonalRules, ArchRule> rule, String project, List<String> findings) {

        ArchRule ruleFor(String base) {
            return rule.apply(HexagonalRules.forBasePackage(PLANTED + base));
        }

        @Override
        public String toString() {
            return project;
        }
    }

    @ParameterizedTest
    @FieldSource("VIOLATIONS")
    void reportsPlantedViolation(Violation planted) {
        ArchRule rule = planted.ruleFor(planted.project());
        JavaClasses project = classesIn(PLANTED + planted.project() + "..");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(project))
                .withMessageContaining(rule.getDescription());
        List<String> found = rule.evaluate(project).getFailureReport().getDetails();
        for (String finding : planted.findings()) {
            assertThat(found).anyMatch(line -> line.contains(finding));
        }
        assertThat(found).allMatch(line -> planted.findings().stream().anyMatch(line::contains));
    }

    @Test
    void rejectsUseOfInternalClassesOfAModule() {
        HexagonalRules rules = HexagonalRules.forBasePackage(PLANTED + "clean");
        String sql = PLANTED + "clean.adapters.sql";
        JavaClasses clean = classesIn(PLANTED + "clean..");

        rules.onlyPublishedPartIsUsed(sql, sql).check(clean);
        rules.onlyPublishedPartIsUsed(sql, sql + ".SqlOrders").check(clean);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> rules.onlyPublishedPartIsUsed(sql, sql + ".rows").check(clean))
                .withMessageContaining("only the published part of " + sql)
                .withMessageContaining("bootstrap.Main.");
    }

    @TestFactory
    Stream<DynamicTest> acceptsCleanProject() {
        JavaClasses clean = classesIn(PLANTED + "clean..");
        return HexagonalRules.forBasePackage(PLANTED + "clean").all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(clean)));
    }

    @Test
    void everyRuleHasAPlantedViolation() {
        List<String> all = HexagonalRules.forBasePackage(PLANTED + "clean").all().stream()
                .map(ArchRule::getDescription)
                .toList();

        assertThat(all)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(VIOLATIONS.stream()
                        .map(planted -> planted.ruleFor("clean").getDescription())
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> acceptsMissingLayers() {
        JavaClasses core = classesIn(PLANTED + "clean.domain..", PLANTED + "clean.application..");
        return HexagonalRules.forBasePackage(PLANTED + "clean").all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(core)));
    }

    @Test
    void rejectsMistypedBasePackage() {
        JavaClasses clean = classesIn(PLANTED + "clean..");
        HexagonalRules mistyped = HexagonalRules.forBasePackage(PLANTED + "claen");

        for (ArchRule rule : List.of(
                mistyped.domainIsIndependent(), mistyped.clocksAreInjected(), mistyped.nothingDependsOnBootstrap())) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> rule.check(clean))
                    .withMessageContaining("failed to check any classes");
        }
    }

    private static JavaClasses classesIn(String... packages) {
        return ALL_PLANTED.that(resideInAnyPackage(packages));
    }
}
