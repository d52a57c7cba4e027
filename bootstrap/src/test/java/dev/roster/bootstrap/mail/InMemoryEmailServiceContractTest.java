package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import dev.roster.testkit.fake.InMemoryEmailService;
import java.util.List;
import java.util.Set;

/** The email service contract on the in-memory fake. */
class InMemoryEmailServiceContractTest extends EmailServiceContract {

    @Override
    protected Fixture newFixture() {
        InMemoryEmailService service = new InMemoryEmailService();
        return new Fixture() {
            @Override
            public EmailService service() {
                return service;
            }

            @Override
            public List<Received> received() {
                return service.delivered().stream()
                        .map(mail -> new Received(
                                List.of(mail.to().value()), mail.id().toString(), Set.of(), text(mail)))
                        .toList();
            }

            @Override
            public void setReachable(boolean reachable) {
                service.setReachable(reachable);
            }

            @Override
            public void close() {
                // No resource to close.
            }
        };
    }

    private static String text(InMemoryEmailService.Mail mail) {
        String secret = mail.token().map(token -> token.value()).orElse("");
        return mail.name() + secret + mail.newEmail().map(Object::toString).orElse("");
    }
}
