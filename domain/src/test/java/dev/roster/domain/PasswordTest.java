package dev.roster.domain;

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
    void isTakenExactlyAsTyped(String typed) {
        assertThat(new Password(typed).value()).isEqualTo(typed);
    }

    @Test
    void has8To128CodePoints() {
        assertThat(new Password("😀".repeat(128)).value()).hasSize(256);
        assertThat(Refused.by(() -> new Password("😀".repeat(7))))
                .containsExactly("password must have 8 to 128 characters, has 7");
        assertThat(Refused.by(() -> new Password("x".repeat(129))))
                .containsExactly("password must have 8 to 128 characters, has 129");
        assertThat(Refused.by(() -> new Password(null))).containsExactly("password is required");
    }

    @Test
    void neverShows() {
        String secret = "correct horse battery";

        assertThat(new Password(secret).toString()).isEqualTo("Password[hidden]");
        assertThat(new Password(secret)).isEqualTo(new Password(secret)).isNotEqualTo(new Password(secret + "!"));
        assertThat(Refused.by(() -> new Password("tinysec"))).noneMatch(text -> text.contains("tinysec"));
        assertThat(Refused.by(() -> new Password("secret-secret\0"))).noneMatch(text -> text.contains("secret"));
        assertThat(Refused.by(() -> new Password("secret".repeat(30)))).noneMatch(text -> text.contains("secret"));
    }
}
