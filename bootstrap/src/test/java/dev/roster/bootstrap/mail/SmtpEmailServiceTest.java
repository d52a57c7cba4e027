package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.bootstrap.mail.SmtpSettings.Credentials;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import dev.roster.domain.user.EmailAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpEmailServiceTest {

    private static final EmailAddress ANN = new EmailAddress("ann@example.org");
    private static final OneTimeSecret SECRET = new OneTimeSecret("secret-of-this-mail_~");
    private static final Optional<Credentials> CREDENTIALS = Optional.of(new Credentials("ann", "hunter2"));
    private static final String HUNTER2_IN_BASE64 = "aHVudGVyMg==";

    private ScriptedSmtpServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedSmtpServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private SmtpEmailService service(Security security, Optional<Credentials> credentials, Duration limit) {
        return new SmtpEmailService(
                new SmtpSettings("127.0.0.1", server.port(), security, credentials),
                TestMails.composer(),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                limit);
    }

    private SmtpEmailService service(Security security, Optional<Credentials> credentials) {
        return service(security, credentials, Duration.ofSeconds(30));
    }

    private SmtpEmailService service() {
        return service(Security.LOOPBACK, Optional.empty());
    }

    private static void send(SmtpEmailService service, EmailAddress to) {
        service.sendVerificationEmail(MessageId.random(), to, "Ann", SECRET, TestMails.NOW);
    }

    private static void assertFailed(SmtpEmailService service, EmailAddress to, String why) {
        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(service, to))
                .withNoCause()
                .withMessageStartingWith("mail server smtp")
                .withMessageContaining(why)
                .satisfies(failed -> assertThat(failed.getMessage())
                        .doesNotContain("secret-of-this-mail", "hunter2", HUNTER2_IN_BASE64)
                        .doesNotContainPattern("\\R"));
    }

    @Test
    void sendsMailOnOneConnection() {
        send(service(), ANN);

        assertThat(server.received())
                .startsWith("EHLO example.com", "MAIL FROM:<roster@example.com>", "RCPT TO:<ann@example.org>", "DATA")
                .contains("https://roster.example.com/verify-email?token=secret-of-this-mail_~");
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 try again later",
        "MAIL, 550 5.7.1 not from you",
        "RCPT, 450 4.2.1 mailbox busy",
        "RCPT, 550 5.1.1 no such user here",
        "DATA, 452 4.3.1 disk full",
        "EHLO, 421 closing",
        "greeting, 554"
    })
    void reportsReplyOfServer(String command, String answer) {
        server.replyingTo(command, answer).replyingTo("HELO", answer);

        assertFailed(service(), ANN, answer);
    }

    @Test
    void hidesTokenQuotedByServer() {
        server.replyingTo(
                ScriptedSmtpServer.END_OF_MAIL,
                "554-5.7.1 spam, because of its content\r\n554 5.7.1 token=" + SECRET.value());

        assertFailed(service(), ANN, "5.7.1 token=...");
    }

    @Test
    void truncatesLongReply() {
        server.replyingTo("MAIL", "550 " + "x".repeat(5_000));

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(service(), ANN))
                .satisfies(failed -> assertThat(failed.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void reportsRefusedConnection() throws IOException {
        server.close();

        assertFailed(service(), ANN, "refused");
    }

    @ParameterizedTest
    @CsvSource({
        "greeting, silence",
        "EHLO, silence",
        "MAIL, silence",
        "RCPT, silence",
        "DATA, silence",
        "., silence",
        "EHLO, dripping",
        "RCPT, dripping"
    })
    void timesOutWhenServerStopsAnsweringOrReplyNeverEnds(String command, String reply) {
        server.replyingTo(command, reply);

        assertTimesOut(Security.LOOPBACK);
    }

    @Test
    void timesOutWithoutHandshake() {
        server.replyingTo(ScriptedSmtpServer.GREETING, ScriptedSmtpServer.SILENCE);

        assertTimesOut(Security.TLS);
    }

    /** Ten times the limit, because the machine may be busy. */
    private void assertTimesOut(Security security) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertFailed(service(security, Optional.empty(), Duration.ofSeconds(1)), ANN, ""));
    }

    @Test
    void ignoresMissingReplyToQuit() {
        server.replyingTo("QUIT", ScriptedSmtpServer.SILENCE);

        assertTimeoutPreemptively(Duration.ofSeconds(100), () -> send(service(), ANN));
    }

    @Test
    void interruptEndsSendingAndIsRestored() throws Exception {
        server.replyingTo("MAIL", ScriptedSmtpServer.SILENCE);
        AtomicBoolean still = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            try {
                send(service(Security.LOOPBACK, Optional.empty(), Duration.ofMinutes(10)), ANN);
            } catch (DeliveryFailedException interrupted) {
                still.set(Thread.currentThread().isInterrupted());
            }
        });
        sender.start();
        sender.interrupt();
        sender.join(60_000);

        assertThat(still).isTrue();
    }

    @Test
    void neverSendsCredentialsUnencrypted() {
        server.replyingTo("EHLO", "250-scripted\r\n250 AUTH PLAIN LOGIN");

        assertFailed(service(Security.STARTTLS_REQUIRED, CREDENTIALS), ANN, "STARTTLS");
        assertThat(server.received()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void rejectsServerWithoutAuthentication() {
        assertFailed(service(Security.LOOPBACK, CREDENTIALS), ANN, "does not accept a user name and password");
        assertThat(server.received()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", HUNTER2_IN_BASE64, "AGFubgBodW50ZXIy"})
    void hidesPasswordQuotedByServer(String quoted) {
        server.replyingTo("EHLO", "250-scripted\r\n250 AUTH PLAIN LOGIN");
        server.replyingTo("AUTH", "535 5.7.8 bad credentials: " + quoted);

        assertFailed(service(Security.LOOPBACK, CREDENTIALS), ANN, "535 5.7.8 bad credentials: ...");
    }

    @Test
    void sendsMailWithoutTlsAndCredentials() {
        send(service(Security.STARTTLS_OFFERED, Optional.empty()), ANN);

        assertThat(server.received()).contains("RCPT TO:<ann@example.org>");
    }

    @Test
    void requiresSmtpUtf8ForNonAsciiEmail() {
        EmailAddress zoe = new EmailAddress("zoë@bücher.example");

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(service(), zoe))
                .withMessageContaining("SMTPUTF8")
                .matches(DeliveryFailedException::isPermanent);
        assertThat(server.received()).noneMatch(line -> line.startsWith("MAIL"));

        server.replyingTo("EHLO", "250-scripted\r\n250-8BITMIME\r\n250 SMTPUTF8");
        send(service(), zoe);

        assertThat(server.received())
                .contains("MAIL FROM:<roster@example.com> SMTPUTF8", "RCPT TO:<zoë@xn--bcher-kva.example>")
                .contains("To: Ann <zoë@xn--bcher-kva.example>");
    }

    @Test
    void rejectsRemoteAddressAsLoopback() {
        SmtpEmailService elsewhere = new SmtpEmailService(
                new SmtpSettings("192.0.2.1", server.port(), Security.LOOPBACK, CREDENTIALS), TestMails.composer());

        assertFailed(elsewhere, ANN, "must be this machine");
    }
}
