package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentNegotiationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/Json",
                "application/json;charset=utf-8",
                "application/json;v=\"1,2\";q=0.5",
                "application/*",
                "*/*",
                "text/html, application/json;q=0.001",
                "text/html;q=0, */*;q=0.1",
                "application/*;q=0, application/json",
                "*/*;q=0, application/json",
                "",
                ",, ;",
                "\"unclosed",
            })
    void acceptsJson(String accept) {
        assertThat(ContentNegotiation.accepts(List.of(accept), "application/json"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/*",
                "application/xml",
                "application/json5",
                "application/json;q=0",
                "application/json;q=0, */*",
                "application/*;q=0.0, */*",
                "*/*;q=0",
                "json",
            })
    void rejectsJson(String accept) {
        assertThat(ContentNegotiation.accepts(List.of(accept), "application/json"))
                .isFalse();
    }

    @Test
    void combinesAllHeaderLines() {
        assertThat(ContentNegotiation.accepts(List.of("text/html", "application/json"), "application/json"))
                .isTrue();
        assertThat(ContentNegotiation.accepts(List.of("*/*", "application/json;q=0"), "application/json"))
                .isFalse();
        assertThat(ContentNegotiation.accepts(List.of("text/*"), "text/html")).isTrue();
    }
}
