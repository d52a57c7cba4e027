package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.api.MailFolder;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
                for (String source : new MailFolder(Files.isDirectory(folder) ? folder : away)
                        .rawMails()
                        .toList()) {
                    MimeMessage message = TestMails.parse(source);
                    List<String> recipients = Stream.of(message.getAllRecipients())
                            .map(to -> ((InternetAddress) to).getAddress())
                            .toList();
                    received.add(TestMails.received(recipients, message));
                }
                return received;
            }

            @Override
            public Kind kindOf(Received mail) {
                return TestMails.kindOf(mail);
            }

            @Override
            public String shown(Instant at) {
                return TestMails.shown(at);
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
            public Provided<EmailAddress> rejectedRecipient() {
                return Provided.absent("a folder accepts the mails of every recipient");
            }

            @Override
            public void close() {
                // JUnit deletes the directory.
            }
        };
    }
}
