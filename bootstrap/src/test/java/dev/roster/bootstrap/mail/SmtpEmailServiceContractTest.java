package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class SmtpEmailServiceContractTest extends EmailServiceContract {

    @Override
    protected Fixture newFixture() throws IOException {
        ScriptedSmtpServer server = new ScriptedSmtpServer();
        SmtpEmailService service = new SmtpEmailService(SmtpSettings.parse(server.url()), TestMails.composer());
        return new Fixture() {
            @Override
            public EmailService service() {
                return service;
            }

            @Override
            public List<Received> received() throws Exception {
                List<Received> received = new ArrayList<>();
                for (ScriptedSmtpServer.Mail each : server.mails()) {
                    received.add(TestMails.received(each.recipients(), each.message()));
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
                    server.restart();
                } else {
                    server.stop();
                }
            }

            @Override
            public Provided<EmailAddress> rejectedRecipient() {
                server.replyingTo("RCPT TO:<nobody@example.org>", "550 5.1.1 no such user here");
                return Provided.of(new EmailAddress("nobody@example.org"));
            }

            @Override
            public void close() throws Exception {
                service.close();
                server.close();
            }
        };
    }
}
