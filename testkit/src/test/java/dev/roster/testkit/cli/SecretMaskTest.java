package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretMaskTest {

    private final SecretMask secrets = new SecretMask();

    @Test
    void masksTextThatLooksLikeASecret() {
        assertThat(secrets.mask("got {\"access_token\" : \"abc\",\"id\":1} and {\\\"token\\\":\\\"abc\\\"}"))
                .isEqualTo("got {\"access_token\" : \"[secret]\",\"id\":1} and {\\\"token\\\":\\\"[secret]\\\"}");
        assertThat(secrets.mask("Bearer 0123456789abcdef==, then")).isEqualTo("Bearer [secret], then");
        assertThat(secrets.mask("\"eyJhbGciOi.eyJzdWIi.c2ln\"")).isEqualTo("\"[secret]\"");
        assertThat(secrets.mask("http://localhost/verify-email?token=abc\">"))
                .isEqualTo("http://localhost/verify-email?token=[secret]\">");
    }

    @Test
    void masksIssuedTokens() {
        secrets.learnFrom(
                new ApiExchange("POST", "/auth/login", Map.of(), null, 200, Map.of(), "{\"token\":\"opaque-token\"}"));
        secrets.add("opaque-token-and-more");

        assertThat(secrets.mask("not opaque-token-and-more, not opaque-token")).isEqualTo("not [secret], not [secret]");
    }

    @Test
    void keepsOtherText() {
        String message =
                "expected: \"Bearer error=\\\"invalid_token\\\"\" but was: \"Bearer\", status 404 of dev.example.api.Thing";

        assertThat(secrets.mask(message)).isEqualTo(message);
    }
}
