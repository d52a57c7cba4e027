package dev.roster.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtSecretFileTest {

    @TempDir
    Path directory;

    private Path file;
    private JwtSecretFile secrets;

    @BeforeEach
    void placeBesideTheDatabase() {
        file = directory.resolve("roster.jwt-secret");
        secrets = JwtSecretFile.beside(directory.resolve("roster"));
    }

    @Test
    void createsSecretOnFirstRead() throws IOException {
        JwtSecret made = secrets.readOrCreate();

        assertThat(Base64.getDecoder().decode(made.text())).hasSize(32);
        assertThat(secrets.readOrCreate().bytes()).isEqualTo(made.bytes());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(fileNames()).containsExactly("roster.jwt-secret");
    }

    @Test
    void concurrentStartsShareOneSecret() throws Exception {
        List<Outcome<String>> starts =
                Rendezvous.run(16, start -> () -> secrets.readOrCreate().text());

        assertThat(starts.stream().map(Outcome::get).distinct()).hasSize(1);
        assertThat(fileNames()).containsExactly("roster.jwt-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----"})
    void rejectsFileAccessibleToOthers(String permissions) throws IOException {
        String secret = secrets.readOrCreate().text();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertRejected("must be accessible only to its owner", secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "aHVudGVyMg==", "not base64 but long enough to be a secret, !!!!!!!!"})
    void rejectsFileWithoutSecret(String content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);

        assertRejected("must contain at least 32 bytes in base64", content.isEmpty() ? "hunter2" : content);
        assertThat(file).hasContent(content);
    }

    @Test
    void rejectsOversizedFile() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "A".repeat(5_000));

        assertRejected("is not a secret file", "AAAA");
    }

    @Test
    void rejectsDirectoryInPlaceOfFile() throws IOException {
        Files.createDirectory(file);

        assertRejected("is not a secret file", "hunter2");
    }

    @Test
    void rejectsMissingDirectory() {
        secrets = JwtSecretFile.beside(directory.resolve("missing").resolve("roster"));

        assertRejected("cannot be read or written", "hunter2");
    }

    @Test
    void createsNewSecretAfterDeletion() {
        String before = secrets.readOrCreate().text();

        secrets.delete();
        secrets.delete();

        assertThat(secrets.readOrCreate().text()).isNotEqualTo(before);
    }

    private void assertRejected(String why, String secret) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(secrets::readOrCreate)
                .withMessageStartingWith("JWT_SECRET: ")
                .withMessageContaining(why)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(secret));
    }

    private List<String> fileNames() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
