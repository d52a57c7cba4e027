package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    private static final List<String> CURRENT = List.of("\"a-f\"", "\"a-p\"");

    @Test
    void strongComparisonIgnoresWeakTags() {
        assertThat(parse("\"a-f\"").matchesStrongly(CURRENT)).isTrue();
        assertThat(parse("\"x\" , \"a-p\"").matchesStrongly(CURRENT)).isTrue();
        assertThat(parse("W/\"a-f\"").matchesStrongly(CURRENT)).isFalse();
        assertThat(parse("\"b-f\"").matchesStrongly(CURRENT)).isFalse();
        assertThat(parse("*").matchesStrongly(CURRENT)).isTrue();
    }

    @Test
    void weakComparisonIncludesWeakTags() {
        assertThat(parse("W/\"a-f\"").matchesWeakly(CURRENT)).isTrue();
        assertThat(parse("\"a-f\"").matchesWeakly(CURRENT)).isTrue();
        assertThat(parse("W/\"b-f\"").matchesWeakly(CURRENT)).isFalse();
        assertThat(parse("*").matchesWeakly(CURRENT)).isTrue();
    }

    @Test
    void parsesListsOverSeveralLines() {
        EntityTags tags =
                EntityTags.parse(List.of("\"x,y\",, W/\"z\"", " \"\"\t,")).orElseThrow();

        assertThat(tags.tags()).containsExactly("\"x,y\"", "W/\"z\"", "\"\"");
        assertThat(tags.any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "abc",
                "\"abc",
                "abc\"",
                "\"a\" \"b\"",
                "\"a\"\"b\"",
                "w/\"a\"",
                "W/a",
                "*, \"a\"",
                "\"a\", *",
                "\"a b\"",
                "**",
                "\"a\";\"b\""
            })
    void rejectsMalformedHeader(String header) {
        assertThat(EntityTags.parse(List.of(header))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\",", "\"a\" , ", "W/\"\",", "\"a\"\t,,\t", "\"\u00ff\","})
    void parsesLongList(String element) {
        EntityTags tags = EntityTags.parse(List.of(element.repeat(100_000))).orElseThrow();

        assertThat(tags.tags()).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", ",", "\"a\"", "W/", "\"a\",*", "\"a\",\"", "a,", "\\\""})
    void rejectsLongMalformedList(String element) {
        assertThat(EntityTags.parse(List.of(element.repeat(100_001)))).isEmpty();
    }

    private static EntityTags parse(String header) {
        return EntityTags.parse(List.of(header)).orElseThrow();
    }
}
