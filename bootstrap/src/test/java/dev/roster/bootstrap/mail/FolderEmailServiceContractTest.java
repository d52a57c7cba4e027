package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;

class FolderEmailServiceContractTest extends EmailServiceContract {

    @TempDir
    Path directory;

    @Override
    protected Fixture newFixture() {
        Path folder = directory.resolve("mails");
        Path away = directory.resolve("away");
        EmailService service = new FolderEmailService(folder, TestMails.composer(), InstantSource.system());
        return new Fixture() {
            @Override
            public EmailService service() {
                return service;
            }

            @Override
            public List<Received> received() throws Exception {
                List<Received> received = new ArrayList<>();
                for (Path file : files(Files.isDirectory(folder) ? folder : away)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
                        received.add(new Received(
                                Arrays.stream(message.getRecipients(RecipientType.TO))
                                        .map(to -> ((InternetAddress) to).getAddress())
                                        .toList(),
                                message.getMessageID(),
                                TestMails.headers(message),
                                message.getSubject() + TestMails.body(message, "text/plain")));
                    }
                }
                return received;
            }

            @Override
            public void setReachable(boolean reachable) throws Exception {
                if (reachable) {
                    Files.delete(folder);
                    Files.move(away, folder);
                } else {
                    Files.move(Files.createDirectories(folder), away);
                    Files.createFile(folder);
                }
            }

            @Override
            public void close() {
                // JUnit deletes the directory.
            }
        };
    }

    private static List<Path> files(Path folder) throws Exception {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
