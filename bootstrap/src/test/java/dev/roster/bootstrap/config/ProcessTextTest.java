package dev.roster.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessTextTest {

    private static final String DAMAGED = "B\uFFFD\uFFFDcher <a@example.com>";

    private static List<byte[]> utf8(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsDamagedValueFromBytes() {
        Map<String, String> decoded = Map.of("MAIL_FROM", DAMAGED, "HTTP_PORT", "0");

        Map<String, String> environment = ProcessText.environment(
                decoded,
                utf8("HTTP_PORT=1", "MAIL_FROM=B\u00FCcher <a@example.com>", "MAIL_FROM=second", "OTHER=\u00FC"));

        assertThat(environment)
                .containsOnly(Map.entry("MAIL_FROM", "B\u00FCcher <a@example.com>"), Map.entry("HTTP_PORT", "0"));
    }

    @Test
    void readsValueThatWasDecodedInOtherCharset() {
        Map<String, String> decoded = Map.of(
                "MAIL_DIR",
                new String("/sp\u00E4\u00DF".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

        assertThat(ProcessText.environment(decoded, utf8("MAIL_DIR=/sp\u00E4\u00DF")))
                .containsEntry("MAIL_DIR", "/sp\u00E4\u00DF");
    }

    @Test
    void keepsValueThatIsNotUtf8() {
        Map<String, String> decoded = Map.of("MAIL_DIR", "/sp\u00E4\u00DF");

        assertThat(ProcessText.environment(decoded, List.of(latin1("MAIL_DIR=/sp\u00E4\u00DF"))))
                .isEqualTo(decoded);
        assertThat(ProcessText.environment(decoded, List.of())).isEqualTo(decoded);
    }

    @Test
    void readsDamagedArgumentsFromEndOfCommandLine() {
        List<String> decoded = List.of("--mail-from", DAMAGED, "");

        List<String> arguments = ProcessText.arguments(
                decoded, utf8("java", "-jar", "roster.jar", "--mail-from", "B\u00FCcher <a@example.com>", ""));

        assertThat(arguments).containsExactly("--mail-from", "B\u00FCcher <a@example.com>", "");
    }

    @Test
    void keepsArgumentsThatTheCommandLineDoesNotHave() {
        List<String> decoded = List.of("--mail-from", DAMAGED);

        assertThat(ProcessText.arguments(decoded, utf8("java", "@file"))).isEqualTo(decoded);
        assertThat(ProcessText.arguments(decoded, utf8("@file"))).isEqualTo(decoded);
        assertThat(ProcessText.arguments(decoded, List.of())).isEqualTo(decoded);
    }

    @Test
    void rejectsDamagedSettingByName() {
        assertThatThrownBy(() -> SettingsReader.read(
                        Map.of(Setting.MAIL_DIR, "/sp\uFFFD"), Map.of("MAIL_FROM", DAMAGED), false, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("MAIL_FROM: " + ProcessText.DAMAGED + System.lineSeparator() + "MAIL_DIR (--mail-dir): "
                        + ProcessText.DAMAGED);
    }
}
