package dev.roster.domain.user;

import static dev.roster.domain.Rejections.assertRejected;
import static dev.roster.domain.Rejections.violationsOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678",
                "        ",
                "password",
                "😀😀😀😀😀😀😀😀",
                " padded ",
                "пароль12",
                "e\u0301e\u0301e\u0301e\u0301"
            })
    void keepsPasswordExactly(String typed) {
        assertThat(new Password(typed).value()).isEqualTo(typed);
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
