package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderEmailServiceTest {

    private static final EmailAddress ANN = new EmailAddress("ann@example.org");
    private static final OneTimeSecret SECRET = new OneTimeSecret("abc-_~");

    @TempDir
    Path directory;

    private Path folder;
    private FolderEmailService service;

    @BeforeEach
    void createService() {
        folder = directory.resolve("data").resolve("mails");
        service = new FolderEmailService(folder, TestMails.composer(), InstantSource.fixed(TestMails.NOW));
    }

    @Test
    void writesFilesReadableByOwnerOnly() throws IOException {
        service.sendPasswordChangedEmail(MessageId.random(), ANN, "Ann", TestMails.NOW);

        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(files().get(0)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void namesFilesInOrderAndKeepsRepeats() throws IOException {
        MessageId first = MessageId.random();
        MessageId second = MessageId.random();

        service.sendPasswordChangedEmail(first, ANN, "Ann", TestMails.NOW);
        service.sendPasswordChangedEmail(second, ANN, "Ann", TestMails.NOW);
        service.sendPasswordChangedEmail(first, ANN, "Ann", TestMails.NOW);

        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "20230102-030405.000000-" + first + ".eml",
                        "20230102-030405.000001-" + second + ".eml",
                        "20230102-030405.000002-" + first + ".eml");
    }

    @Test
    void writesLinksUnencoded() throws IOException {
        service.sendVerificationEmail(MessageId.random(), ANN, "Zoë 山田", SECRET, TestMails.NOW);

        assertThat(Files.readString(files().get(0)))
                .contains("\r\nhttps://roster.example.com/verify-email?token=abc-_~\r\n", "Hello Zoë 山田,");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
