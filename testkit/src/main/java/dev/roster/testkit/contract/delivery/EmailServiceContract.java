package dev.roster.testkit.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.RepeatedRace;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Contract of {@link EmailService}. */
@Clauses
public abstract class EmailServiceContract {

    private static final Instant AT = Instant.parse("2023-01-02T03:04:05Z");

    /** The kinds in the order of {@link #kinds}. */
    private static final List<Kind> KINDS =
            List.of(Kind.VERIFICATION, Kind.PASSWORD_RESET, Kind.PASSWORD_CHANGED, Kind.EMAIL_CHANGED);

    private static final List<Instant> TIMES =
            List.of(AT, Instant.parse("2023-01-02T03:05:00Z"), Instant.parse("2031-11-30T23:59:59Z"));

    @SuppressWarnings("NullAway.Init") // set before each clause
    private Fixture fixture;

    /** Returns a service whose recipients have received nothing. Called before each clause; closed after it. */
    protected abstract Fixture newFixture() throws Exception;

    /** Service under test with the mails that its recipients received. */
    public interface Fixture {

        /** Returns the service under test. */
        EmailService service();

        /** Returns all received mails, oldest first. */
        List<Received> received() throws Exception;

        /**
         * Returns the kind of a received mail, as its reader recognizes it: by its subject, its text or the page that
         * its link opens.
         */
        Kind kindOf(Received mail);

        /** Returns an instant as mails show it to their readers, such as {@code 2023-01-02 03:04 UTC}. */
        String shown(Instant at);

        /** Makes the mail server unreachable, or reachable again. */
        void setReachable(boolean reachable) throws Exception;

        /**
         * Returns an email address whose mails the reachable mail server rejects permanently. Absent if the service
         * rejects no mail.
         */
        Provided<EmailAddress> rejectedRecipient() throws Exception;

        /** Releases all resources. */
        void close() throws Exception;
    }

    /**
     * Received mail.
     *
     * @param recipients all recipients of the envelope
     * @param messageId identifies the mail, such as the header {@code Message-ID}
     * @param headers names of the headers; empty if the fixture has none
     * @param text subject and body as the reader sees them, decoded
     */
    public record Received(List<String> recipients, String messageId, Set<String> headers, String text) {}

    private interface Sending {
        void send(MessageId id, EmailAddress to, String name);
    }

    private List<Sending> kinds() {
        EmailService service = fixture.service();
        OneTimeSecret secret = new OneTimeSecret("secret-of-this-mail_~");
        return List.of(
                (id, to, name) -> service.sendVerificationEmail(id, to, name, secret, AT),
                (id, to, name) -> service.sendPasswordResetEmail(id, to, name, secret, AT),
                (id, to, name) -> service.sendPasswordChangedEmail(id, to, name, AT),
                (id, to, name) -> service.sendEmailChangedEmail(id, to, name, new EmailAddress("new@example.org"), AT));
    }

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = newFixture();
    }

    @AfterEach
    final void closeFixture() throws Exception {
        fixture.close();
    }

    private Received sendAndReceive(Sending kind, MessageId id, EmailAddress to, String name) throws Exception {
        int before = fixture.received().size();
        Required.call("the delivery of a mail", () -> {
            kind.send(id, to, name);
            return id;
        });
        List<Received> received = fixture.received();
        assertThat(received).hasSize(before + 1);
        return received.get(before);
    }

    /**
     * Given a mail of each kind. When it is sent. Then only its recipient gets it, with the name and with the secret or
     * the new email address of its kind.
     */
    @Clause(
            value = "mail.received-as-sent",
            promise = "Only the recipient gets a mail, with the name and with the secret or the new email "
                    + "address of its kind.")
    void deliversMailAsSent() throws Exception {
        List<String> holds = List.of("secret-of-this-mail_~", "secret-of-this-mail_~", "", "new@example.org");
        for (int kind = 0; kind < kinds().size(); kind++) {
            EmailAddress to = Unique.emailAddress();
            Received mail = sendAndReceive(kinds().get(kind), MessageId.random(), to, "Ann Example");

            assertThat(mail.recipients()).containsExactly(to.value());
            assertThat(mail.text()).contains("Ann Example").contains(holds.get(kind));
            assertThat(mail.text().contains("secret-of-this-mail")).isEqualTo(kind < 2);
        }
    }

    /**
     * Given a mail. When it is sent twice with one message id and once with another. Then the first two mails have the
     * same message id, and the third a different one.
     */
    @Clause(
            value = "mail.duplicates-recognizable",
            promise = "Mails sent with one message id have the same id for their recipient; other mails "
                    + "have other ids.")
    void recipientsCanRecognizeDuplicates() throws Exception {
        for (Sending kind : kinds()) {
            EmailAddress to = Unique.emailAddress();
            MessageId id = MessageId.random();
            String first = sendAndReceive(kind, id, to, "Ann").messageId();

            assertThat(sendAndReceive(kind, id, to, "Ann").messageId()).isEqualTo(first);
            assertThat(sendAndReceive(kind, MessageId.random(), to, "Ann").messageId())
                    .isNotEqualTo(first);
        }
    }

    /**
     * Given a mail of each kind without a name. When it is sent. Then its recipient gets it, and no greeting to a
     * placeholder.
     */
    @Clause(
            value = "mail.empty-name-omitted",
            promise = "A mail without a name is delivered without a greeting to a placeholder.")
    void omitsEmptyName() throws Exception {
        for (Sending kind : kinds()) {
            EmailAddress to = Unique.emailAddress();
            Received mail = sendAndReceive(kind, MessageId.random(), to, "");

            assertThat(mail.recipients()).containsExactly(to.value());
            assertThat(mail.text()).doesNotContain(" ,", "null", "{{");
        }
    }

    /** Given names of many scripts. When a mail is sent to each. Then it contains the name unchanged. */
    @Clause(value = "mail.unicode-preserved", promise = "Names of any script reach the recipient unchanged.")
    void preservesUnicodeNames() throws Exception {
        for (String name : List.of("Zoë", "Мария", "שלום", "山田太郎", "😀", "O'Brien & <b>Söhne</b>", "=?utf-8?q?x?=")) {
            assertThat(sendAndReceive(kinds().get(0), MessageId.random(), Unique.emailAddress(), name)
                            .text())
                    .contains(name);
        }
    }

    /**
     * Given names that contain line breaks and header lines. When a mail is sent. Then it has no other recipient and no
     * other header.
     */
    @Clause(
            value = "mail.no-header-injection",
            promise = "Line breaks in a name add neither recipients nor headers to a mail.")
    void preventsHeaderInjection() throws Exception {
        for (Sending kind : kinds()) {
            for (String line : List.of("\r\n", "\n", "\r", "\u0085", "\u2028")) {
                EmailAddress to = Unique.emailAddress();
                String name = "Ann" + line + "Bcc: eve@example.com" + line + "X-Injected: yes" + line + line + "body";
                Received mail = sendAndReceive(kind, MessageId.random(), to, name);

                assertThat(mail.recipients()).containsExactly(to.value());
                assertThat(mail.headers()).doesNotContain("X-Injected", "Bcc");
            }
        }
    }

    /**
     * Given an unreachable mail server. When a mail is sent. Then this throws a temporary
     * {@link DeliveryFailedException} without the secret. Once the server is reachable again, mails are delivered.
     */
    @Clause(
            value = "mail.failure-reported",
            promise = "A mail that was not handed over fails with a temporary DeliveryFailedException "
                    + "without the secret; later mails are delivered.")
    void reportsUnreachableServer() throws Exception {
        fixture.setReachable(false);
        for (Sending kind : kinds()) {
            assertThat(failureOf(kind, Unique.emailAddress()).isPermanent()).isFalse();
        }
        fixture.setReachable(true);
        assertThat(sendAndReceive(kinds().get(0), MessageId.random(), Unique.emailAddress(), "Ann")
                        .text())
                .contains("Ann");
    }

    /**
     * Given a recipient whose mails the server rejects permanently. When a mail of each kind is sent to that recipient.
     * Then this throws a permanent {@link DeliveryFailedException} without the secret. Mails to others are delivered.
     */
    @Clause(
            value = "mail.rejection-permanent",
            promise = "A mail that the server rejects for good fails with a permanent "
                    + "DeliveryFailedException; mails to others are delivered.")
    void reportsRejectionAsPermanent() throws Exception {
        Optional<EmailAddress> rejected = fixture.rejectedRecipient().value();
        for (Sending kind : kinds()) {
            rejected.ifPresent(to -> assertThat(failureOf(kind, to).isPermanent())
                    .as("permanent")
                    .isTrue());
            EmailAddress accepted = Unique.emailAddress();
            assertThat(sendAndReceive(kind, MessageId.random(), accepted, "Ann").recipients())
                    .containsExactly(accepted.value());
        }
    }

    /**
     * Given mails of each kind with the same name. When they are sent. Then each is recognized as the kind that was
     * sent, and its text differs from the texts of the other kinds.
     */
    @Clause(
            value = "mail.kind-recognizable",
            promise = "A mail is of the kind that was sent, and its reader can distinguish it from the other kinds.")
    void readerRecognizesKind() throws Exception {
        Set<String> texts = new HashSet<>();
        for (int kind = 0; kind < kinds().size(); kind++) {
            Received mail = sendAndReceive(kinds().get(kind), MessageId.random(), Unique.emailAddress(), "Ann");

            assertThat(fixture.kindOf(mail)).isEqualTo(KINDS.get(kind));
            texts.add(mail.text().replace("new@example.org", "").replace("secret-of-this-mail_~", ""));
        }
        assertThat(texts).as("the different texts of %s kinds", kinds().size()).hasSameSizeAs(kinds());
    }

    /**
     * Given mails of each kind with several instants. When they are sent. Then each contains the instant at which its
     * secret expires or its change happened.
     */
    @Clause(
            value = "mail.times-shown",
            promise =
                    "A mail with a secret shows when the secret expires, and a notice shows when the change happened.")
    void showsTimes() throws Exception {
        EmailService service = fixture.service();
        OneTimeSecret secret = new OneTimeSecret("secret-of-this-mail_~");
        Set<String> shown = new HashSet<>();
        for (Instant at : TIMES) {
            List<Sending> kinds = List.of(
                    (id, to, name) -> service.sendVerificationEmail(id, to, name, secret, at),
                    (id, to, name) -> service.sendPasswordResetEmail(id, to, name, secret, at),
                    (id, to, name) -> service.sendPasswordChangedEmail(id, to, name, at),
                    (id, to, name) -> service.sendEmailChangedEmail(id, to, name, Unique.emailAddress(), at));
            shown.add(fixture.shown(at));
            for (Sending kind : kinds) {
                assertThat(sendAndReceive(kind, MessageId.random(), Unique.emailAddress(), "Ann")
                                .text())
                        .contains(fixture.shown(at));
            }
        }
        assertThat(shown).as("how instants are shown").hasSameSizeAs(TIMES).doesNotContain("");
    }

    /**
     * Given mails with secrets. When they are delivered, when the server is unreachable, and when it rejects the
     * recipient. Then neither logs, nor the standard streams, nor exceptions with their causes contain a secret.
     */
    @Clause(
            value = "mail.secrets-not-logged",
            promise = "Neither logs nor exceptions contain the secret of a mail, whether or not it was delivered.")
    void logsNoSecret() throws Exception {
        String secret = "logged" + Unique.email().replaceAll("[^A-Za-z0-9]", "");
        EmailService service = fixture.service();
        List<Sending> kinds = List.of(
                (id, to, name) -> service.sendVerificationEmail(id, to, name, new OneTimeSecret(secret), AT),
                (id, to, name) -> service.sendPasswordResetEmail(id, to, name, new OneTimeSecret(secret), AT));
        Optional<EmailAddress> rejected = fixture.rejectedRecipient().value();
        try (CapturedOutput output = new CapturedOutput()) {
            for (Sending kind : kinds) {
                assertThat(sendAndReceive(kind, MessageId.random(), Unique.emailAddress(), "Ann")
                                .text())
                        .contains(secret);
                rejected.ifPresent(to -> assertFails(kind, to, secret));
            }
            fixture.setReachable(false);
            kinds.forEach(kind -> assertFails(kind, Unique.emailAddress(), secret));
            fixture.setReachable(true);
            assertThat(output.text()).as("logs").doesNotContain(secret);
        }
    }

    private static void assertFails(Sending kind, EmailAddress to, String secret) {
        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> kind.send(MessageId.random(), to, "Ann"))
                .satisfies(failed -> assertThat(CapturedOutput.logged(failed))
                        .as("exception")
                        .doesNotContain(secret));
    }

    /**
     * Given mails of all kinds, each with a recipient, name, secret and id of its own. When several threads send them
     * at the same time. Then each recipient receives exactly the mail that was sent to it.
     */
    @Clause(
            value = "mail.threads-independent",
            promise = "Threads that send at the same time do not mix up recipients, names, secrets or kinds.")
    void threadsSendIndependently() throws Exception {
        EmailService service = fixture.service();
        List<Planned> planned = new ArrayList<>();
        RepeatedRace.of(2_000, Duration.ofSeconds(1)).run(() -> {
            List<Callable<?>> calls = new ArrayList<>();
            for (Kind kind : KINDS) {
                Planned mail = Planned.of(kind);
                planned.add(mail);
                calls.add(() -> mail.sendBy(service));
            }
            return new RepeatedRace.Round(calls, () -> null);
        });

        Map<String, List<Received>> byRecipient = fixture.received().stream()
                .collect(Collectors.groupingBy(mail -> String.join(" and ", mail.recipients())));
        assertThat(byRecipient).hasSameSizeAs(planned);
        for (Planned each : planned) {
            List<Received> mails = byRecipient.getOrDefault(each.to.value(), List.of());
            assertThat(mails).as("mails to %s", each.to).hasSize(1);
            Received mail = mails.get(0);
            assertThat(fixture.kindOf(mail)).isEqualTo(each.kind);
            assertThat(mail.text()).contains(each.name, each.contained());
        }
    }

    /** A mail with values that no other mail has. */
    private record Planned(Kind kind, EmailAddress to, String name, String word, EmailAddress changedTo) {

        static Planned of(Kind kind) {
            String word = Unique.email().replaceAll("[^A-Za-z0-9]", "");
            return new Planned(kind, Unique.emailAddress(), "Name" + word, "secret" + word, Unique.emailAddress());
        }

        String contained() {
            return switch (kind) {
                case VERIFICATION, PASSWORD_RESET -> word;
                case PASSWORD_CHANGED -> "";
                case EMAIL_CHANGED -> changedTo.value();
            };
        }

        boolean sendBy(EmailService service) {
            MessageId id = MessageId.random();
            switch (kind) {
                case VERIFICATION -> service.sendVerificationEmail(id, to, name, new OneTimeSecret(word), AT);
                case PASSWORD_RESET -> service.sendPasswordResetEmail(id, to, name, new OneTimeSecret(word), AT);
                case PASSWORD_CHANGED -> service.sendPasswordChangedEmail(id, to, name, AT);
                case EMAIL_CHANGED -> service.sendEmailChangedEmail(id, to, name, changedTo, AT);
            }
            return true;
        }
    }

    private static DeliveryFailedException failureOf(Sending kind, EmailAddress to) {
        DeliveryFailedException failed = assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> kind.send(MessageId.random(), to, "Ann"))
                .actual();
        assertThat(CapturedOutput.logged(failed)).doesNotContain("secret-of-this-mail");
        return failed;
    }
}
