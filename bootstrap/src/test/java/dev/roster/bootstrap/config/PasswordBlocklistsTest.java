package dev.roster.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.domain.user.Password;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordBlocklistsTest {

    @TempDir
    Path directory;

    private static PasswordBlocklist read(String setting) {
        Map<String, String> environment =
                Map.of("DATABASE_URL", "jdbc:h2:mem:any", "PASSWORD_BLOCKLIST", setting, "HTTP_PORT", "0");
        return SettingsReader.read(Map.of(), environment, true, List.of()).blockedPasswords();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "off", "OFF"})
    void blocksNothingByDefault(String setting) {
        assertThat(read(setting).contains(new Password("password123"))).isFalse();
    }

    @Test
    void blocksCommonPasswords() throws IOException {
        PasswordBlocklist common = read("common");

        assertThat(List.of("password123", "12345678", "PassWord", "Iloveyou", "qwertyuiop", "1q2w3e4r"))
                .allMatch(password -> common.contains(new Password(password)));
        assertThat(common.contains(new Password("correct horse"))).isFalse();
        try (InputStream list =
                Objects.requireNonNull(PasswordBlocklists.class.getResourceAsStream("/passwords/common.txt"))) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .distinct())
                    .as("as many as ASVS 2.1.7 requires, all of the accepted length")
                    .hasSizeGreaterThanOrEqualTo(3_000)
                    .allSatisfy(line -> assertThat(new Password(line).value()).isEqualTo(line));
        }
    }

    @Test
    void blocksLinesOfFileInAllSpellings() throws IOException {
        Path file =
                Files.writeString(directory.resolve("blocked.txt"), "Cafe\u0301 Horse\r\nstra\u00dfenbahn\n\nshort\n");

        PasswordBlocklist blocked = read(file.toString());

        assertThat(List.of("caf\u00e9 horse", "CAF\u00c9\u00a0HORSE", "Stra\u00dfenbahn", "STRASSENBAHN"))
                .allMatch(password -> blocked.contains(new Password(password)));
        assertThat(blocked.contains(new Password("cafe horse"))).isFalse();
    }

    @Test
    void reportsUnreadableFileWithOtherErrors() throws IOException {
        Path latin1 = Files.write(directory.resolve("latin1.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9});
        Map<String, String> reasons = Map.of(
                directory.resolve("missing.txt").toString(), "the file cannot be read (no such file or directory)",
                directory.toString(), "the file cannot be read (it is a directory)",
                latin1.toString(), "the file is not in UTF-8");

        reasons.forEach((setting, reason) -> {
            Map<String, String> environment =
                    Map.of("DATABASE_URL", "jdbc:h2:mem:any", "PASSWORD_BLOCKLIST", setting, "HTTP_PORT", "banana");
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> SettingsReader.read(Map.of(), environment, true, List.of()))
                    .satisfies(refused -> assertThat(
                                    String.valueOf(refused.getMessage()).lines())
                            .hasSize(2)
                            .anyMatch(error -> error.startsWith("PASSWORD_BLOCKLIST: must be common")
                                    && error.endsWith(": " + reason)));
            assertThat(SettingsReader.read(Map.of(), Map.of("PASSWORD_BLOCKLIST", setting), false, List.of()))
                    .as("other commands do not need the file")
                    .isNotNull();
        });
    }
}
