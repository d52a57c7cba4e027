package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.bootstrap.mail.SmtpSettings.Credentials;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import dev.roster.domain.user.EmailAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmtpTlsTest {

    private static final Optional<Credentials> CREDENTIALS = Optional.of(new Credentials("ann", "p:+ä/s%"));

    @TempDir
    static Path directory;

    private static TestCertificate certificate;
    private static MailServer server;

    @BeforeAll
    static void start() throws Exception {
        certificate = TestCertificate.make(directory);
        server = new MailServer();
        server.account("ann", "p:+ä/s%");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TlsProxy front(Security security) throws Exception {
        return new TlsProxy(server.port(), certificate.showing(), security == Security.TLS);
    }

    private static SmtpEmailService service(
            String host, int port, Security security, Optional<Credentials> credentials, SSLSocketFactory trusting) {
        return new SmtpEmailService(
                new SmtpSettings(host, port, security, credentials),
                TestMails.composer(),
                trusting,
                Duration.ofSeconds(60));
    }

    private static MessageId send(SmtpEmailService service) {
        MessageId id = MessageId.random();
        service.sendPasswordChangedEmail(id, new EmailAddress("eve@example.org"), "Eve", TestMails.NOW);
        return id;
    }

    private static void assertFailed(SmtpEmailService service, String why) {
        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(service))
                .withMessageContaining(why)
                .satisfies(failed -> assertThat(failed.getMessage()).doesNotContain("p:+ä/s%"));
    }

    private static void assertArrived(MessageId id) throws Exception {
        assertThat(server.arrived())
                .anySatisfy(mail -> assertThat(mail.message().getMessageID()).isEqualTo("<" + id + "@example.com>"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED"})
    void aMailGoesOverTlsWithCredentials(Security security) throws Exception {
        try (TlsProxy front = front(security)) {
            assertArrived(send(service(MailServer.HOST, front.port(), security, CREDENTIALS, certificate.trusting())));
            assertThat(front.heardInTheClear()).allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
        }
    }

    @Test
    void tlsIsUsedWhereItIsOfferedWithoutCredentialsToo() throws Exception {
        try (TlsProxy front = front(Security.STARTTLS_OFFERED)) {
            assertArrived(send(service(
                    MailServer.HOST,
                    front.port(),
                    Security.STARTTLS_OFFERED,
                    Optional.empty(),
                    certificate.trusting())));
            assertThat(front.heardInTheClear()).contains("STARTTLS");
        }
    }

    @Test
    void onThisMachineCredentialsMayGoWithoutTls() throws Exception {
        assertArrived(
                send(service(MailServer.HOST, server.port(), Security.LOOPBACK, CREDENTIALS, certificate.trusting())));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED"})
    void aWrongPasswordIsRefused(Security security) throws Exception {
        Optional<Credentials> wrong = Optional.of(new Credentials("ann", "wrong"));
        try (TlsProxy front = front(security)) {
            assertFailed(
                    service(MailServer.HOST, front.port(), security, wrong, certificate.trusting()),
                    "user name or password refused: 535");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED", "STARTTLS_OFFERED"})
    void aCertificateThatNobodyTrustsIsRefused(Security security) throws Exception {
        SSLSocketFactory everyday = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (TlsProxy front = front(security)) {
            assertFailed(service(MailServer.HOST, front.port(), security, CREDENTIALS, everyday), "TLS failed");
            assertThat(front.heardInTheClear()).allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED", "STARTTLS_OFFERED"})
    void aTrustedCertificateForAnotherNameIsRefused(Security security) throws Exception {
        try (TlsProxy front = front(security)) {
            assertFailed(
                    service("localhost", front.port(), security, CREDENTIALS, certificate.trusting()), "TLS failed");
        }
    }

    @Test
    void greenMailsOwnCertificateIsForNoNameAndSoRefusedThoughTrusted() throws Exception {
        GreenMail secure = new GreenMail(new ServerSetup(0, MailServer.HOST, ServerSetup.PROTOCOL_SMTPS));
        secure.start();
        try {
            SSLSocketFactory trusting = TestCertificate.trusting(
                    new DummySSLServerSocketFactory().getKeyStore().getCertificate("greenmail"));
            assertFailed(
                    service(MailServer.HOST, secure.getSmtps().getPort(), Security.TLS, Optional.empty(), trusting),
                    "TLS failed");
        } finally {
            secure.stop();
        }
    }

    @Test
    void aServerWithoutTlsIsNoneOfThoseThatBeginWithIt() throws IOException {
        try (ScriptedSmtpServer plain = new ScriptedSmtpServer()) {
            SSLSocketFactory everyday = (SSLSocketFactory) SSLSocketFactory.getDefault();
            assertFailed(
                    service(MailServer.HOST, plain.port(), Security.TLS, Optional.empty(), everyday), "TLS failed");
        }
    }
}
