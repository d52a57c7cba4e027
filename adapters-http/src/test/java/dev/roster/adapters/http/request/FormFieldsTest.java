package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.domain.InvalidValueException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldsTest {

    @Test
    void decodesFields() {
        FormFields fields =
                FormFields.parse("user%6eame=a%2Bb+c%40x&password=%F0%9F%98%80=&=&flag&&grant_type=password");

        assertThat(fields.text("username")).isEqualTo("a+b c@x");
        assertThat(fields.text("password")).isEqualTo("😀=");
        assertThat(fields.text("flag")).isEmpty();
        assertThat(fields.optionalText("client_id")).isEmpty();
        assertThat(FormFields.parse("").optionalText("page")).isEmpty();
    }

    @Test
    void acceptsUnencodedUtf8() {
        FormFields fields = FormFields.parse("password=pässwörd".getBytes(StandardCharsets.UTF_8));

        assertThat(fields.text("password")).isEqualTo("pässwörd");
    }

    @Test
    void rejectsMissingOrRepeatedField() {
        assertRejected("password=x", "is required");
        assertRejected("username=a&username=a", "must be given only once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%-1", "%+1", "%ff", "%c3", "%ed%a0%80", "x%4"})
    void rejectsMalformedEncoding(String value) {
        assertRejected("username=" + value + "&%zz=%zz", "must be percent-encoded UTF-8");
    }

    private static void assertRejected(String form, String message) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> FormFields.parse(form).text("username"))
                .withMessage("username " + message);
    }
}
