package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import java.util.ArrayList;
import java.util.List;

class SmtpEmailServiceContractTest extends EmailServiceContract {

    @Override
    protected Fixture newFixture() {
        MailServer server = new MailServer();
        EmailService service = new SmtpEmailService(
                SmtpSettings.parse("smtp://" + MailServer.HOST + ":" + server.port()), TestMails.composer());
        return new Fixture() {
            @Override
            public EmailService service() {
                return service;
            }

            @Override
            public List<Received> received() throws Exception {
                List<Received> received = new ArrayList<>();
                for (MailServer.Arrived each : server.arrived()) {
                    received.add(new Received(
                            List.of(each.recipient()),
                            each.message().getMessageID(),
                            TestMails.headers(each.message()),
                            each.message().getSubject() + TestMails.body(each.message(), "text/plain")));
                }
                return received;
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
            public void close() {
                server.close();
            }
        };
    }
}
