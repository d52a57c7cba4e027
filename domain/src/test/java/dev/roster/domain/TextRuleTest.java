package dev.roster.domain;

import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRuleTest {

    private static final TextRule RULE = TextRule.of("title", 2, 4);

    static final List<Named<String>> LENGTHS = List.of(
            named("two", "ab"),
            named("four", "abcd"),
            named("four emoji, eight UTF-16 units", "😀😀😀😀"),
            named("letter and three marks", "a\u0301\u0302\u0303"),
            named("right to left", "שלום"),
            named("quotes and wildcards", "'\"%_"),
            named("white space", " \t\n "),
            named("controls other than NUL", "\u0001\u001F\u007F"),
            named("highest code point", "\uDBFF\uDFFF\uDBFF\uDFFF"));

    @ParameterizedTest
    @FieldSource("LENGTHS")
    void keepsTextExactly(String text) {
        assertThat(RULE.require(text)).isSameAs(text);
    }

    @Test
    void countsCodePoints() {
        assertRejected(() -> RULE.require("a"), "title must have 2 to 4 characters, has 1");
        assertRejected(() -> RULE.require("😀"), "title must have 2 to 4 characters, has 1");
        assertRejected(() -> RULE.require("😀😀😀😀😀"), "title must have 2 to 4 characters, has 5");
        assertRejected(() -> RULE.require("a\u0301\u0302\u0303\u0304"), "title must have 2 to 4 characters, has 5");
        assertRejected(() -> RULE.require(""), "title must have 2 to 4 characters, has 0");
    }

    @Test
    void omitsMinimumOf0FromMessage() {
        TextRule upTo = TextRule.of("bio", 0, 3);

        assertThat(upTo.require("")).isEmpty();
        assertRejected(() -> upTo.require("abcd"), "bio must have at most 3 characters, has 4");
    }

    static final List<Named<String>> WITH_NUL =
            List.of(named("alone", "\0"), named("first", "\0abc"), named("inside", "a\0bc"), named("last", "abc\0"));

    @ParameterizedTest
    @FieldSource("WITH_NUL")
    void rejectsNul(String text) {
        assertRejected(() -> RULE.require(text), "title must not contain the NUL character");
    }

    static final List<Named<String>> ILL_FORMED = List.of(
            named("lone high", "ab\uD83D"),
            named("lone low", "\uDE00ab"),
            named("high inside", "a\uD83Db"),
            named("low inside", "a\uDE00b"),
            named("reversed pair", "\uDE00\uD83D"),
            named("high before a pair", "\uD83D\uD83D\uDE00"),
            named("lowest high", "ab\uD800"),
            named("highest low", "ab\uDFFF"));

    @ParameterizedTest
    @FieldSource("ILL_FORMED")
    void rejectsLoneSurrogates(String text) {
        assertRejected(() -> RULE.require(text), "title must be well-formed Unicode, has a lone surrogate");
    }

    @Test
    void rejectsNull() {
        assertRejected(() -> RULE.require(null), "title is required");
    }

    @Test
    void rejectsBlankIfConfigured() {
        TextRule notBlank = RULE.notBlank();

        assertThat(notBlank).isEqualTo(new TextRule("title", 2, 4, false));
        for (String blank : List.of("  ", "\t\n", "\u2003\u3000")) {
            assertThat(RULE.require(blank)).isSameAs(blank);
            assertRejected(() -> notBlank.require(blank), "title must not be blank");
        }
        assertThat(notBlank.require(" a ")).isEqualTo(" a ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00A0\u00A0",
                "\u200B\u200B",
                "\u2800\u2800",
                "\u3164\u3164",
                "\uFEFF\uFEFF",
                "\u00AD\u00AD",
                "\u202E\u202D",
                "\u2066\u2069",
                "\u115F\u1160",
                "\uFFA0\uFFA0",
                "\uFE0F\uFE0E",
                "\u034F\u061C",
                "\u180B\u180F",
                "\u2060\u2064",
                "\uFFF9\uFFFB",
                "\uDB40\uDC41\uDB40\uDDEF",
                "\u0085\u007F",
                " \u200D\u00A0"
            })
    void rejectsTextThatShowsNothing(String invisible) {
        TextRule notBlank = RULE.notBlank();

        assertRejected(() -> notBlank.require(invisible), "title must not be blank");
        assertThat(notBlank.require("a" + invisible)).isEqualTo("a" + invisible);
        assertThat(RULE.require(invisible)).isEqualTo(invisible);
        assertThat(notBlank.requireStored(invisible))
                .as("of an earlier version")
                .isEqualTo(invisible);
    }

    @Test
    void rejectsStoredBlankOrInvalidText() {
        TextRule notBlank = RULE.notBlank();

        assertRejected(() -> notBlank.requireStored("  "), "title must not be blank");
        assertRejected(() -> notBlank.requireStored("\u200B"), "title must have 2 to 4 characters, has 1");
        assertRejected(() -> notBlank.requireStored(null), "title is required");
    }
}
