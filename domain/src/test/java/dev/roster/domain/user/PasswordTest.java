package dev.roster.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.domain.ThrownViolations;
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
        assertThat(ThrownViolations.of(() -> new Password("😀".repeat(7))))
                .containsExactly("password must have 8 to 128 characters, has 7");
        assertThat(ThrownViolations.of(() -> new Password("x".repeat(129))))
                .containsExactly("password must have 8 to 128 characters, has 129");
        assertThat(ThrownViolations.of(() -> new Password(null))).containsExactly("password is required");
    }

    @Test
    void hidesPasswordInTextAndViolations() {
        String secret = "correct horse battery";

        assertThat(new Password(secret).toString()).isEqualTo("Password[hidden]");
        assertThat(new Password(secret)).isEqualTo(new Password(secret)).isNotEqualTo(new Password(secret + "!"));
        assertThat(ThrownViolations.of(() -> new Password("tinysec"))).noneMatch(text -> text.contains("tinysec"));
        assertThat(ThrownViolations.of(() -> new Password("secret-secret\0")))
                .noneMatch(text -> text.contains("secret"));
        assertThat(ThrownViolations.of(() -> new Password("secret".repeat(30))))
                .noneMatch(text -> text.contains("secret"));
    }
}
