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
                "dev.roster.adapters.redis.RedisUserCache",
                "dev.roster.adapters.http.RosterServer",
                "dev.roster.bootstrap.Main");
        assertThat(modules).allMatch(PRODUCTION::contain);
        return HexagonalRules.forBasePackage("dev.roster").all().stream()
                .map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(PRODUCTION)));
    }

    @TestFactory
    Stream<DynamicTest> librariesStayWithTheirAdapter() {
        return Stream.of(
                only("dev.roster.adapters.jdbc..", "org.jooq..", "org.flywaydb..", "com.zaxxer..", "org.h2.."),
                only("dev.roster.adapters.redis..", "redis.clients..", "io.github.resilience4j.."),
                only(
                        "dev.roster.adapters.http..",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "kotlin..",
                        "jakarta.servlet.."),
                only("dev.roster.bootstrap.mail..", "jakarta.mail..", "jakarta.activation..", "com.samskivert.."),
                only("dev.roster.adapters.http.jwt..", "com.nimbusds.."),
                only("dev.roster.bootstrap.argon2..", "org.bouncycastle.."));
    }

    private static DynamicTest only(String home, String... libraries) {
        return dynamicTest(
                String.join(", ", libraries) + " only in " + home,
                () -> noClasses()
                        .that()
                        .resideOutsideOfPackages(home, "dev.roster.testkit..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(libraries)
                        .check(PRODUCTION));
    }
}
