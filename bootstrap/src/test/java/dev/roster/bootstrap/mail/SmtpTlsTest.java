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
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmtpTlsTest {

    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "p:+ä/s%";
    private static final Optional<Credentials> CREDENTIALS = Optional.of(new Credentials("ann", PASSWORD));
    private static final SSLSocketFactory DEFAULT_TRUST = (SSLSocketFactory) SSLSocketFactory.getDefault();

    @TempDir
    static Path directory;

    private static SSLSocketFactory certificate;

    @BeforeAll
    static void createCertificate() throws Exception {
        certificate = TestCertificate.create(directory);
    }

    /** Starts a server that requires TLS and accepts only the user's password. */
    private static ScriptedSmtpServer startServer(Security security) throws IOException {
        String plain = "ann\0ann\0" + PASSWORD;
        return new ScriptedSmtpServer(certificate, security == Security.TLS)
                .replyingTo("EHLO", "250-scripted\r\n250-STARTTLS\r\n250 AUTH PLAIN")
                .replyingTo("STARTTLS", "220 go on")
                .replyingTo("AUTH", "535 5.7.8 wrong user or password")
                .replyingTo(
                        "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
                        "235 welcome");
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
                .satisfies(failed -> assertThat(failed.getMessage()).doesNotContain(PASSWORD));
    }

    private static void assertOnlyMail(MessageId id, MimeMessage arrived) throws MessagingException {
        assertThat(arrived.getMessageID()).isEqualTo("<" + id + "@example.com>");
    }

    private static void assertNothingSentWithoutTls(ScriptedSmtpServer server) {
        assertThat(server.received()).allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED"})
    void sendsMailOverTlsWithCredentials(Security security) throws Exception {
        try (ScriptedSmtpServer server = startServer(security)) {
            MessageId id = send(service(HOST, server.port(), security, CREDENTIALS, certificate));

            assertOnlyMail(id, server.mails().get(0).message());
            assertNothingSentWithoutTls(server);
        }
    }

    @Test
    void usesOfferedTlsWithoutCredentials() throws Exception {
        try (ScriptedSmtpServer server = startServer(Security.STARTTLS_OFFERED)) {
            MessageId id = send(service(HOST, server.port(), Security.STARTTLS_OFFERED, Optional.empty(), certificate));

            assertOnlyMail(id, server.mails().get(0).message());
            assertThat(server.received()).contains("STARTTLS");
            assertNothingSentWithoutTls(server);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED"})
    void reportsWrongPassword(Security security) throws Exception {
        Optional<Credentials> wrong = Optional.of(new Credentials("ann", "wrong"));
        try (ScriptedSmtpServer server = startServer(security)) {
            assertFailed(
                    service(HOST, server.port(), security, wrong, certificate), "user name or password rejected: 535");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED", "STARTTLS_OFFERED"})
    void rejectsUntrustedCertificate(Security security) throws Exception {
        try (ScriptedSmtpServer server = startServer(security)) {
            assertFailed(service(HOST, server.port(), security, CREDENTIALS, DEFAULT_TRUST), "TLS failed");
            assertNothingSentWithoutTls(server);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "STARTTLS_REQUIRED", "STARTTLS_OFFERED"})
    void rejectsCertificateForOtherHost(Security security) throws Exception {
        try (ScriptedSmtpServer server = startServer(security)) {
            assertFailed(service("localhost", server.port(), security, CREDENTIALS, certificate), "TLS failed");
        }
    }

    @Test
    void rejectsServerWithoutTls() throws IOException {
        try (ScriptedSmtpServer plain = new ScriptedSmtpServer()) {
            assertFailed(service(HOST, plain.port(), Security.TLS, Optional.empty(), DEFAULT_TRUST), "TLS failed");
        }
    }

    /** GreenMail is an SMTP server by other authors. Its certificate has no host name. */
    @Test
    void sendsCredentialsToGreenMailWithoutTlsButRejectsItsCertificate() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP), new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTPS)
        });
        server.setUser("ann@example.com", "ann", PASSWORD);
        server.start();
        try {
            MessageId id = send(service(HOST, server.getSmtp().getPort(), Security.LOOPBACK, CREDENTIALS, certificate));
            assertOnlyMail(id, server.getReceivedMessages()[0]);

            SSLSocketFactory trusting = TestCertificate.socketFactory(new DummySSLServerSocketFactory().getKeyStore());
            assertFailed(
                    service(HOST, server.getSmtps().getPort(), Security.TLS, Optional.empty(), trusting), "TLS failed");
        } finally {
            server.stop();
        }
    }
}
