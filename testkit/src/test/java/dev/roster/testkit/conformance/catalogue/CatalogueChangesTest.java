package dev.roster.testkit.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.ClauseDescription;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueChangesTest {

    private static final ClauseDescription OPEN = clause("box.open", "A box can be opened.", Level.MUST, "1.0");
    private static final ClauseDescription LIGHT = clause("box.light", "A box is light.", Level.SHOULD, "1.0");
    private static final ClauseDescription LID = clause("box.lid", "A box has a lid.", Level.MUST, "1.1");

    private static ClauseDescription clause(String id, String promise, Level level, String since, String... needs) {
        return new ClauseDescription(id, "BoxContract", promise, level, since, List.of(needs));
    }

    private static List<String> forbidden(String version, ClauseDescription... now) {
        return new Catalogue(version, List.of(now)).changesForbiddenSince(new Catalogue("1.0", List.of(OPEN, LIGHT)));
    }

    @Test
    void minorVersionMayAddClausesAndChangeRecommendations() {
        assertThat(forbidden("1.1", OPEN, LIGHT, LID)).isEmpty();
        assertThat(forbidden("1.1", OPEN)).isEmpty();
        assertThat(forbidden("1.1", OPEN, clause("box.light", "Each box is light.", Level.MUST, "1.0")))
                .isEmpty();
    }

    @Test
    void minorVersionKeepsEveryMust() {
        String rule = " since version 1.0, which requires a new major version";

        assertThat(forbidden("1.1", LIGHT)).containsExactly("clause box.open is removed" + rule);
        assertThat(forbidden("1.1", clause("box.open", "A box opens.", Level.MUST, "1.0")))
                .containsExactly("clause box.open is reworded" + rule);
        assertThat(forbidden("1.1", clause("box.open", OPEN.promise(), Level.SHOULD, "1.0")))
                .containsExactly("clause box.open has another level" + rule);
        assertThat(forbidden("1.1", clause("box.open", OPEN.promise(), Level.MUST, "1.0", "lids")))
                .containsExactly("clause box.open needs another capability" + rule);
        assertThat(forbidden("2.0", LIGHT)).isEmpty();
    }

    @Test
    void newClauseSaysItsVersion() {
        assertThat(forbidden("1.1", OPEN, clause("box.lid", "A box has a lid.", Level.MUST, "1.0")))
                .containsExactly("clause box.lid says that it exists since 1.0, but version 1.0 does not contain it");
        assertThat(new Catalogue("1.0", List.of(OPEN, LID)).faults())
                .containsExactly("clause box.lid is new since 1.1, but this version is 1.0");
        assertThat(new Catalogue("1.10", List.of(OPEN, LID)).faults()).isEmpty();
    }

    @Test
    void reportsIncompleteClauses() {
        assertThat(new Catalogue("1.0", List.of(OPEN, OPEN, clause("box.red", "", Level.MUST, "1.0"))).faults())
                .containsExactly("clause box.open occurs twice", "clause box.red has no promise that is a sentence");
        assertThatIllegalArgumentException().isThrownBy(() -> new Catalogue("1", List.of()));
    }

    @Test
    void jsonContainsEverything() throws IOException {
        Catalogue catalogue = new Catalogue(
                "1.1", List.of(LIGHT, LID, clause("a.b", "Ä \"quoted\" | text.", Level.MUST, "1.0", "x", "y")));
        String json = CatalogueJson.write(catalogue);

        assertThat(CatalogueJson.read(stream(json))).isEqualTo(catalogue);
        assertThatIOException().isThrownBy(() -> CatalogueJson.read(stream("{}")));
        assertThatIOException().isThrownBy(() -> CatalogueJson.read(stream("nothing")));
        assertThat(CatalogueTable.write(catalogue))
                .contains("| `a.b` | Ä \"quoted\" \\| text. | must | 1.0 | x, y |\n");
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
