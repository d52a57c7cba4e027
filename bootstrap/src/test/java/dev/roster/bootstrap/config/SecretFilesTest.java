package dev.roster.bootstrap.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings whose values are read from files. */
class SecretFilesTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private String file(String content) throws IOException {
        return file(content.getBytes(UTF_8));
    }

    private String file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(directory, "hunter2", ""), content)
                .toString();
    }

    @Test
    void readsEachSettingThatMayContainSecret() throws IOException {
        Config config = read(Map.of(
                "DATABASE_URL_FILE", file("postgresql://ann:hunter2@db.example/roster\n"),
                "REDIS_URL_FILE", file("redis://:hunter2@cache.example\n"),
                "SMTP_URL_FILE", file("smtps://ann:hunter2@mail.example\n"),
                "JWT_SECRET_FILE", file(SECRET + "\n")));

        assertThat(config.database().password()).isEqualTo("hunter2");
        assertThat(config.redis().orElseThrow().host()).isEqualTo("cache.example");
        assertThat(config.mail().smtp().orElseThrow().host()).isEqualTo("mail.example");
        assertThat(config.jwtSecret().orElseThrow().bytes()).asString(UTF_8).isEqualTo(SECRET);
        assertThat(config.toString()).doesNotContain("hunter2", SECRET);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void eachSettingThatHidesItsValueHasFile(Setting setting) {
        String error = Stream.concat(errors(Map.of(setting.name(), "\0hunter2")).stream(), Stream.of(""))
                .filter(line -> line.startsWith(setting.name()))
                .findFirst()
                .orElse("");
        boolean hidden = !error.isEmpty() && !error.contains("hunter2");

        assertThat(setting.file().isPresent() || setting.name().endsWith("_FILE"))
                .as(error)
                .isEqualTo(hidden);
    }

    @Test
    void flagNamesFileToo() throws IOException {
        Map<Setting, String> flags = Map.of(Setting.JWT_SECRET_FILE, file(SECRET));

        Config config = SettingsReader.read(flags, Map.of("JWT_SECRET_FILE", "missing"), true, List.of());

        assertThat(config.jwtSecret().orElseThrow().bytes()).asString(UTF_8).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void removesOneTrailingLineBreak(String lineBreak) throws IOException {
        String secret = " \uFFFD\u00E4 " + SECRET + "\n\n\t";

        Config config = read(Map.of("JWT_SECRET_FILE", file(secret + lineBreak)));

        assertThat(config.jwtSecret().orElseThrow().bytes()).asString(UTF_8).isEqualTo(secret);
    }

    @Test
    void readsLongestFileAndRejectsLongerOne() throws IOException {
        Config config = read(Map.of("JWT_SECRET_FILE", file("x".repeat(65_536))));

        assertThat(config.jwtSecret().orElseThrow().bytes()).hasSize(65_536);
        assertThat(errors(Map.of("JWT_SECRET_FILE", file("x".repeat(65_537)))))
                .singleElement()
                .asString()
                .endsWith(", but was larger");
    }

    @Test
    void emptyNameMeansNoFile() {
        assertThat(read(Map.of("JWT_SECRET_FILE", "", "JWT_SECRET", SECRET)).jwtSecret())
                .isPresent();
    }

    @Test
    void emptyValueAndFileAreNoConflict() throws IOException {
        assertThat(read(Map.of("JWT_SECRET", "", "JWT_SECRET_FILE", file(SECRET)))
                        .jwtSecret())
                .isPresent();
    }

    @Test
    void reportsAllFaultsOfFilesWithoutValues() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HTTP_PORT", "banana",
                "DATABASE_URL_FILE", directory.resolve("hunter2/missing").toString(),
                "REDIS_URL_FILE", file(""),
                "SMTP_URL_FILE", file(new byte[] {'h', (byte) 0xFF}),
                "JWT_SECRET_FILE", file("hunter2\n")));

        assertThat(errors(environment))
                .containsExactlyInAnyOrder(
                        "HTTP_PORT: must be " + Setting.HTTP_PORT.acceptedValues() + ", but was \"banana\"",
                        "DATABASE_URL_FILE: must be " + Setting.DATABASE_URL_FILE.acceptedValues()
                                + ", but cannot be read (no such file or directory)",
                        "REDIS_URL_FILE: must be " + Setting.REDIS_URL_FILE.acceptedValues() + ", but was empty",
                        "SMTP_URL_FILE: must be " + Setting.SMTP_URL_FILE.acceptedValues() + ", but was not UTF-8",
                        "JWT_SECRET (JWT_SECRET_FILE): must be " + Setting.JWT_SECRET.acceptedValues()
                                + ", but was 7 bytes");
    }

    @Test
    void rejectsValueBesideFile() throws IOException {
        Map<String, String> environment = Map.of("JWT_SECRET", SECRET, "JWT_SECRET_FILE", file(SECRET));

        assertThat(errors(environment)).containsExactly("JWT_SECRET, JWT_SECRET_FILE: only one of the two may be set");
    }

    @Test
    void reportsMissingFileInsteadOfMissingSecret() {
        Map<String, String> environment =
                Map.of("DATABASE_URL", "postgresql://db/roster", "JWT_SECRET_FILE", directory.toString());

        assertThat(errors(environment))
                .containsExactly("JWT_SECRET_FILE: must be " + Setting.JWT_SECRET_FILE.acceptedValues()
                        + ", but cannot be read (it is a directory)");
    }

    private static Config read(Map<String, String> environment) {
        return SettingsReader.read(Map.of(), environment, true, List.of());
    }

    private static List<String> errors(Map<String, String> environment) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(environment));
        return refused == null ? List.of() : refused.getMessage().lines().toList();
    }
}
