package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.domain.InvalidValueException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    @Test
    void readsFields() {
        JsonFields fields = parse("{\"name\":\"Zoë \\ud83d\\ude00\",\"bio\":null,\"other\":[1]}");

        assertThat(fields.text("name")).isEqualTo("Zoë 😀");
        assertThat(fields.has("bio")).isTrue();
        assertThat(fields.optionalText("bio")).isEmpty();
        assertThat(fields.has("email")).isFalse();
        assertThat(fields.optionalText("email")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "{}", "[\"x\"]", "1.5e3"})
    void rejectsTextOfOtherType(String value) {
        JsonFields fields = parse("{\"name\":" + value + "}");

        assertInvalid(() -> fields.text("name"), "name must be a string");
        assertInvalid(() -> fields.textIfPresent("name"), "name must be a string");
    }

    @Test
    void rejectsMissingText() {
        assertInvalid(() -> parse("{}").text("name"), "name is required");
        assertInvalid(() -> parse("{\"name\":null}").text("name"), "name is required");
        assertInvalid(() -> parse("{\"name\":null}").textIfPresent("name"), "name is required");
    }

    @Test
    void acceptsMissingOptionalFields() {
        JsonFields fields = parse("{\"title\":\"\",\"published\":true,\"draft\":false}");

        assertThat(fields.textIfPresent("title")).contains("");
        assertThat(fields.textIfPresent("content")).isEmpty();
        assertThat(fields.booleanIfPresent("published")).contains(true);
        assertThat(fields.booleanIfPresent("draft")).contains(false);
        assertThat(fields.booleanIfPresent("other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "1", "\"true\"", "\"yes\"", "\"\"", "[]", "[true]", "{}"})
    void rejectsBooleanOfOtherType(String value) {
        assertInvalid(
                () -> parse("{\"published\":" + value + "}").booleanIfPresent("published"),
                "published must be true or false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                          | 1 | 1",
                "`   `                       | 1 | 1",
                "{                           | 1 | 2",
                "{\"a\":1                    | 1 | 7",
                "{\"a\":tru}                 | 1 | 6",
                "{\"a\":1}}                  | 1 | 8",
                "{\"a\":1} {\"a\":1}         | 1 | 9",
                "{'a':1}                     | 1 | 2",
                "{\"a\":NaN}                 | 1 | 9",
                "{\"a\":01}                  | 1 | 7",
                "{\"a\":1,\"a\":2}           | 1 | 11",
                "{\"a\":1,}                  | 1 | 8",
                "{\"a\":\"x                  | 1 | 8",
            })
    void reportsPositionOfMalformedJson(String body, int line, int column) {
        assertMalformed(body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8), line, column);
    }

    @Test
    void reportsLineOfMalformedJson() {
        assertMalformed("{\n  \"a\": 1,\n  b\n}".getBytes(StandardCharsets.UTF_8), 3, 3);
    }

    @Test
    void reportsPositionOfInvalidUtf8() {
        assertMalformed("{\n \"ä\":\"ö\"}".getBytes(StandardCharsets.ISO_8859_1), 2, 3);
        assertMalformed("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE), 1, 2);
        assertMalformed(new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, 1, 3);
        assertMalformed(new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82}, 1, 3);
    }

    @Test
    void rejectsTooDeepNesting() {
        assertThatExceptionOfType(HttpErrorException.class)
                .isThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
                .satisfies(fault -> assertThat(fault.status()).isEqualTo(400));
    }

    private static void assertInvalid(ThrowingCallable reading, String message) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(reading)
                .withMessage(message);
    }

    private static JsonFields parse(String body) {
        return JsonFields.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertMalformed(byte[] body, int line, int column) {
        assertThatExceptionOfType(HttpErrorException.class)
                .isThrownBy(() -> JsonFields.parse(body))
                .satisfies(fault -> {
                    assertThat(fault.status()).isEqualTo(400);
                    assertThat(fault.error()).isEqualTo("Malformed JSON");
                    assertThat(fault.detail()).endsWith(" line " + line + ", column " + column + ".");
                });
    }
}
