package dev.roster.testkit.faulty.delivery;

import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.delivery.EmailServiceContract.Fixture;
import dev.roster.testkit.contract.delivery.EmailServiceContract.Received;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Fixture of the email contract: a service on top of the in-memory fake, with the mails that the fake delivered. */
public final class ObservedMails implements Fixture {

    private final InMemoryEmailService fake = new InMemoryEmailService();
    private final EmailService service;
    private final UnaryOperator<Received> transformation;

    /** Creates a fixture of the fake alone. */
    public ObservedMails() {
        this(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Creates a fixture of a service on top of the fake.
     *
     * @param onTop returns the service under test, given the fake
     * @param onTheWay transforms each delivered mail
     */
    public ObservedMails(UnaryOperator<EmailService> onTop, UnaryOperator<Received> onTheWay) {
        service = onTop.apply(fake);
        this.transformation = onTheWay;
    }

    @Override
    public EmailService service() {
        return service;
    }

    @Override
    public List<Received> received() {
        return fake.delivered().stream().map(this::received).toList();
    }

    private Received received(InMemoryEmailService.Mail mail) {
        String text = mail.kind() + ", " + shown(mail.at()) + ", " + mail.name()
                + mail.token().map(OneTimeSecret::value).orElse("")
                + mail.newEmail().map(Object::toString).orElse("");
        return transformation.apply(
                new Received(List.of(mail.to().value()), mail.id().toString(), Set.of(), text));
    }

    @Override
    public Kind kindOf(Received mail) {
        return Kind.valueOf(mail.text().split(",", 2)[0]);
    }

    @Override
    public String shown(Instant at) {
        return at.toString();
    }

    @Override
    public void setReachable(boolean reachable) {
        fake.setReachable(reachable);
    }

    @Override
    public Provided<EmailAddress> rejectedRecipient() {
        EmailAddress rejected = Unique.emailAddress();
        fake.reject(rejected);
        return Provided.of(rejected);
    }

    @Override
    public void close() {
        // no resources
    }
}
