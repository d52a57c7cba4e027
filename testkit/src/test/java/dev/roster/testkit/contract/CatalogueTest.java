package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.catalogue.Catalogue;
import dev.roster.testkit.conformance.catalogue.CatalogueJson;
import dev.roster.testkit.conformance.catalogue.CatalogueTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks the published lists of clauses. {@code -Dcatalogue.update=true} writes the table for readers, and the list of
 * a new version, but never overwrites a list: delete that of a version that is not yet published to write it again.
 */
class CatalogueTest {

    private static final Path LISTS = Path.of("src", "main", "resources", "META-INF", "conformance");
    private static final Path TABLE = Path.of("CLAUSES.md");
    private static final boolean UPDATE = Boolean.getBoolean("catalogue.update");

    private final Catalogue current = Catalogue.of(RosterContracts.VERSION, RosterContracts.all());

    @Test
    void everyClauseIsComplete() {
        assertThat(current.faults()).isEmpty();
    }

    @Test
    void everyContractIsListed() {
        List<String> contracts = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.roster.testkit.contract").stream()
                        .filter(type ->
                                type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Clause.class)))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName)
                        .toList();

        assertThat(current.clauses()).extracting(ClauseDescription::contract).containsAll(contracts);
    }

    @Test
    void keepsPublishedClauses() throws IOException {
        Path list = LISTS.resolve("contract-" + RosterContracts.VERSION + ".json");
        if (UPDATE && !Files.exists(list)) {
            Files.writeString(list, CatalogueJson.write(current));
        }
        for (Path published : publishedLists()) {
            assertThat(current.changesForbiddenSince(CatalogueJson.read(Files.newInputStream(published))))
                    .as("%s", published)
                    .isEmpty();
        }
        assertThat(CatalogueJson.read(Files.newInputStream(list)))
                .as("%s lists other clauses than version %s has", list, RosterContracts.VERSION)
                .isEqualTo(current);
    }

    @Test
    void indexNamesEveryList() throws IOException {
        assertThat(Files.readAllLines(LISTS.resolve("catalogues")))
                .containsExactlyElementsOf(publishedLists().stream()
                        .map(list -> list.getFileName().toString())
                        .toList());
    }

    @Test
    void tableShowsEveryClause() throws IOException {
        String introduction = Files.readString(TABLE).split("\n## ", 2)[0];
        String table = introduction.stripTrailing() + "\n" + CatalogueTable.write(current);
        if (UPDATE) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE))
                .as("CLAUSES.md is out of date; run this test with -Dcatalogue.update=true")
                .isEqualTo(table);
    }

    private static List<Path> publishedLists() throws IOException {
        try (Stream<Path> files = Files.list(LISTS)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
