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
        certificate = TestCertificate.create(directory);
        server = new MailServer();
        server.addAccount("ann", "p:+ä/s%");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TlsProxy startProxy(Security security) throws Exception {
        return new TlsProxy(server.port(), certificate.serverSocketFactory(), security == Security.TLS);
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
    void sendsMailOverTlsWithCredentials(Security security) throws Exception {
        try (TlsProxy front = startProxy(security)) {
            assertArrived(send(service(
                    MailServer.HOST, front.port(), security, CREDENTIALS, certificate.trustingSocketFactory())));
            assertThat(front.receivedUnencrypted())
                    .allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
        }
    }

    @Test
    void usesOfferedTlsWithoutCredentials() throws Exception {
        try (TlsProxy front = startProxy(Security.STARTTLS_OFFERED)) {
            assertArrived(send(service(
                    MailServer.HOST,
                    front.port(),
                    Security.STARTTLS_OFFERED,
                    Optional.empty(),
                    certificate.trustingSocketFactory())));
            assertThat(front.receivedUnencrypted()).contains("STARTTLS");
        }
    }

    @Test
    void sendsCredentialsWithoutTlsToLoopback() throws Exception {
        assertArrived(send(service(
                MailServer.HOST, server.port(), Security.LOOPBACK, CREDENTIALS, certificate.trustingSocketFactory())));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED"})
    void reportsWrongPassword(Security security) throws Exception {
        Optional<Credentials> wrong = Optional.of(new Credentials("ann", "wrong"));
        try (TlsProxy front = startProxy(security)) {
            assertFailed(
                    service(MailServer.HOST, front.port(), security, wrong, certificate.trustingSocketFactory()),
                    "user name or password rejected: 535");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED", "STARTTLS_OFFERED"})
    void rejectsUntrustedCertificate(Security security) throws Exception {
        SSLSocketFactory everyday = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (TlsProxy front = startProxy(security)) {
            assertFailed(service(MailServer.HOST, front.port(), security, CREDENTIALS, everyday), "TLS failed");
            assertThat(front.receivedUnencrypted())
                    .allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED", "STARTTLS_OFFERED"})
    void rejectsCertificateForOtherHost(Security security) throws Exception {
        try (TlsProxy front = startProxy(security)) {
            assertFailed(
                    service("localhost", front.port(), security, CREDENTIALS, certificate.trustingSocketFactory()),
                    "TLS failed");
        }
    }

    @Test
    void rejectsCertificateWithoutHost() throws Exception {
        GreenMail secure = new GreenMail(new ServerSetup(0, MailServer.HOST, ServerSetup.PROTOCOL_SMTPS));
        secure.start();
        try {
            SSLSocketFactory trusting = TestCertificate.trustingSocketFactory(
                    new DummySSLServerSocketFactory().getKeyStore().getCertificate("greenmail"));
            assertFailed(
                    service(MailServer.HOST, secure.getSmtps().getPort(), Security.TLS, Optional.empty(), trusting),
                    "TLS failed");
        } finally {
            secure.stop();
        }
    }

    @Test
    void rejectsServerWithoutTls() throws IOException {
        try (ScriptedSmtpServer plain = new ScriptedSmtpServer()) {
            SSLSocketFactory everyday = (SSLSocketFactory) SSLSocketFactory.getDefault();
            assertFailed(
                    service(MailServer.HOST, plain.port(), Security.TLS, Optional.empty(), everyday), "TLS failed");
        }
    }
}
