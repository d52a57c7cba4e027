package dev.roster.bootstrap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.roster.testkit.arch.HexagonalRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The layering of all modules together: here alone are they all on one class path. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.roster");

    @TestFactory
    Stream<DynamicTest> layering() {
        List<String> modules = List.of(
                "dev.roster.domain.User",
                "dev.roster.application.UserService",
                "dev.roster.adapters.jdbc.JooqStorage",
                "dev.roster.adapters.http.RosterServer",
                "dev.roster.bootstrap.Main");
        assertThat(modules).allMatch(PRODUCTION::contain);
        return HexagonalRules.forBasePackage("dev.roster").all().stream()
                .map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(PRODUCTION)));
    }

    @TestFactory
    Stream<DynamicTest> librariesStayWithTheirAdapter() {
        record Home(String of, String... libraries) {}
        return Stream.of(
                        new Home(
                                "dev.roster.adapters.jdbc..",
                                "org.jooq..",
                                "org.flywaydb..",
                                "com.zaxxer..",
                                "org.h2.."),
                        new Home(
                                "dev.roster.adapters.http..",
                                "io.javalin..",
                                "org.eclipse.jetty..",
                                "kotlin..",
                                "jakarta.."),
                        new Home("dev.roster.adapters.http.jwt..", "com.nimbusds.."),
                        new Home("dev.roster.bootstrap.argon2..", "org.bouncycastle.."))
                .map(home -> dynamicTest(
                        String.join(", ", home.libraries()) + " only in " + home.of(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackage(home.of())
                                .and()
                                .resideOutsideOfPackage("dev.roster.testkit..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(home.libraries())
                                .check(PRODUCTION)));
    }
}
