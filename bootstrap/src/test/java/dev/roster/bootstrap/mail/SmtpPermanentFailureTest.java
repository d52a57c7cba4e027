package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.bootstrap.mail.SmtpSettings.Credentials;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import dev.roster.domain.user.EmailAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which replies of a mail server are permanent failures (RFC 5321, section 4.2.1). */
class SmtpPermanentFailureTest {

    @AutoClose
    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    SmtpPermanentFailureTest() throws IOException {}

    private void send(Optional<Credentials> credentials) {
        SmtpSettings settings = new SmtpSettings("127.0.0.1", server.port(), Security.LOOPBACK, credentials);
        SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        new SmtpEmailService(settings, TestMails.composer(), tls, Duration.ofSeconds(30))
                .sendVerificationEmail(
                        MessageId.random(),
                        new EmailAddress("ann@example.org"),
                        "Ann",
                        new OneTimeSecret("secret-of-this-mail_~"),
                        TestMails.NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 try again later, false",
        "MAIL, 550 5.7.1 not from you, true",
        "RCPT, 450 4.2.1 mailbox busy, false",
        "RCPT, 421 4.3.2 closing, false",
        "RCPT, 550 5.1.1 no such user here, true",
        "RCPT, 553 5.1.3 bad address, true",
        "DATA, 452 4.3.1 disk full, false",
        "DATA, 554 5.5.1 no valid recipients, true",
        "., 451 4.7.1 greylisted, false",
        "., 552 5.3.4 too large, true",
        "EHLO, 502 5.5.1 not here, false",
        "greeting, 554, false"
    })
    void onlyRejectedMailIsPermanentFailure(String command, String reply, boolean permanent) {
        server.replyingTo(command, reply).replyingTo("HELO", reply);

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(Optional.empty()))
                .withMessageContaining(reply)
                .satisfies(failed -> assertThat(failed.isPermanent()).isEqualTo(permanent));
    }

    @Test
    void rejectedCredentialsAreTemporaryFailure() {
        server.replyingTo("EHLO", "250-scripted\r\n250 AUTH PLAIN LOGIN");
        server.replyingTo("AUTH", "535 5.7.8 bad credentials");

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> send(Optional.of(new Credentials("ann", "hunter2"))))
                .matches(failed -> !failed.isPermanent());
    }
}
