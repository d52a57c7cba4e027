/**
 * ArchUnit rules for the layers of ports and adapters, for Roster and for any project with the same packages
 * ({@link dev.roster.testkit.arch.HexagonalRules}). One class checks a whole project, with one test per rule, if the
 * production code of all its modules is on the class path:
 *
 * <pre>{@code
 * class ArchitectureTest {
 *
 *     @TestFactory
 *     Stream<DynamicTest> layering() {
 *         JavaClasses production = new ClassFileImporter()
 *                 .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
 *                 .importPackages("com.example.shop");
 *         return HexagonalRules.forBasePackage("com.example.shop").all().stream()
 *                 .map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(production)));
 *     }
 * }
 * }</pre>
 *
 * <p>Requires {@code com.tngtech.archunit:archunit}.
 */
@NullMarked
package dev.roster.testkit.arch;

import org.jspecify.annotations.NullMarked;
