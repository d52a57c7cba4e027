/**
 * The layering of ports and adapters as ArchUnit rules, for Roster and for any project laid out like it: see
 * {@link dev.roster.testkit.arch.HexagonalRules} for the layout. One class checks a whole project, with one test per
 * rule, where the production code of all its modules is on the class path:
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
 * <p>Needs {@code com.tngtech.archunit:archunit} among the test dependencies.
 */
@NullMarked
package dev.roster.testkit.arch;

import org.jspecify.annotations.NullMarked;
