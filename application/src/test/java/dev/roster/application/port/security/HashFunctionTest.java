package dev.roster.application.port.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashFunctionTest {

    @Test
    void encodesWellFormedTextInUtf8() {
        for (String text : List.of("", "a", "\0", "Zoë 😀")) {
            assertThat(HashFunction.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void distinguishesTextsWithLoneSurrogates() {
        assertThat(List.of("\uD800", "\uD801", "\uDC00", "?", "\uFFFD", "a\uD800", "\uD800a", "\uDC00\uD800"))
                .extracting(text -> HashFunction.SHA_256.hex(text))
                .doesNotHaveDuplicates();
    }
}
