package dev.roster.domain.user;

import static dev.roster.domain.Rejections.assertRejected;
import static dev.roster.domain.Rejections.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "password", "😀😀😀😀😀😀😀😀", " padded ", "пароль12", "tab\tpassword"})
    void keepsPassword(String typed) {
        assertThat(new Password(typed).value()).isEqualTo(typed);
    }

    @ParameterizedTest
    @CsvSource({
        "cafe\u0301 horse, caf\u00e9 horse",
        "no\u00a0break\u3000wide, no break wide",
        "thin\u2009\u2007\u202f\u205f\u1680, 'thin     '",
        "\u212bngstr\u00f6m, \u00c5ngstr\u00f6m",
        "\uff50\uff41\uff53\uff53word, \uff50\uff41\uff53\uff53word"
    })
    void normalizesSpacesAndComposesLetters(String typed, String normalized) {
        assertThat(new Password(typed).value()).isEqualTo(normalized);
        assertThat(Password.normalize(normalized)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "        ",
                "\u3000\u00a0\u2009     ",
                "\t\t\t\t\t\t\t\t",
                "\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b"
            })
    void rejectsBlankPassword(String typed) {
        assertRejected(() -> new Password(typed), "password must not be blank");
    }

    @Test
    void countsNormalizedCodePoints() {
        assertRejected(
                () -> new Password("e\u0301e\u0301e\u0301e\u0301"), "password must have 8 to 128 characters, has 4");
        assertThat(new Password("e\u0301".repeat(128)).value()).hasSize(128);
    }

    @Test
    void requires8To128CodePoints() {
        assertThat(new Password("😀".repeat(128)).value()).hasSize(256);
        assertRejected(() -> new Password("😀".repeat(7)), "password must have 8 to 128 characters, has 7");
        assertRejected(() -> new Password("x".repeat(129)), "password must have 8 to 128 characters, has 129");
        assertRejected(() -> new Password(null), "password is required");
    }

    @Test
    void hidesPasswordInTextAndViolations() {
        String secret = "correct horse battery";

        assertThat(new Password(secret).toString()).isEqualTo("Password[hidden]");
        assertThat(new Password(secret)).isEqualTo(new Password(secret)).isNotEqualTo(new Password(secret + "!"));
        assertThat(violationsOf(() -> new Password("tinysec"))).noneMatch(text -> text.contains("tinysec"));
        assertThat(violationsOf(() -> new Password("secret-secret\0"))).noneMatch(text -> text.contains("secret"));
        assertThat(violationsOf(() -> new Password("secret".repeat(30)))).noneMatch(text -> text.contains("secret"));
    }
}
