package dev.roster.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.request.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextBudgetTest {

    // The texts are not valid in the XML of test reports.
    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", "abc", "\"\\/", "\b\f\n\r\t", "\u0001\u001f\u007f", "é߿", "ࠀ€\u2028￿", "😀a😀"})
    void countsBytesOfJson(String text) {
        byte[] json = Json.bytes(text);

        assertThat(TextBudget.jsonSize(text)).isEqualTo(json.length - 2L);
    }

    /** Jackson writes long texts in parts; a surrogate pair may be at any place. */
    @Test
    void writesSurrogatePairsInUtf8AtEachPlace() {
        for (int before = 0; before < 9_000; before += 7) {
            String text = "x".repeat(before) + "😀".repeat(3);

            assertThat(new String(Json.bytes(text), StandardCharsets.UTF_8)).isEqualTo("\"" + text + "\"");
        }
    }

    @Test
    void takesTextsUntilNoneFits() {
        TextBudget budget = new TextBudget();

        assertThat(budget.take("€".repeat(TextBudget.MAX_BYTES / 3))).isTrue();
        assertThat(budget.take("ab")).isFalse();
        assertThat(budget.take("a")).isTrue();
        assertThat(budget.take("a")).isFalse();
        assertThat(budget.take("")).isTrue();
    }

    @Test
    void cutsExcerptBetweenCharacters() {
        String longest = "😀".repeat(TextBudget.EXCERPT_LENGTH);

        assertThat(TextBudget.isLong(longest)).isFalse();
        assertThat(TextBudget.excerpt(longest)).isEqualTo(longest);
        assertThat(TextBudget.isLong(longest + "a")).isTrue();
        assertThat(TextBudget.excerpt(longest + "a")).isEqualTo(longest);
    }
}
