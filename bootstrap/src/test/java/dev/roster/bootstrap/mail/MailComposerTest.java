package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {

    private static final EmailAddress ANN = new EmailAddress("ann@example.org");
    private static final OneTimeSecret SECRET = new OneTimeSecret("abc-_~");

    private static Mail verification(EmailAddress to, String name) {
        return TestMails.composer()
                .composeWithLink(MailKind.VERIFICATION, MessageId.random(), to, name, SECRET, TestMails.NOW);
    }

    private static MimeMessage verification(String name) throws MessagingException {
        return verification(ANN, name).message();
    }

    @Test
    void setsHeaders() throws Exception {
        MessageId id = MessageId.random();

        MimeMessage message = TestMails.composer()
                .composeWithLink(MailKind.VERIFICATION, id, ANN, "Ann", SECRET, TestMails.NOW)
                .message();

        assertThat(TestMails.headers(message))
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "Auto-Submitted");
        assertThat(message.getHeader("From", null)).isEqualTo("Roster <roster@example.com>");
        assertThat(message.getHeader("To", null)).isEqualTo("Ann <ann@example.org>");
        assertThat(message.getMessageID()).isEqualTo("<" + id + "@example.com>");
        assertThat(message.getSentDate()).isEqualTo(Date.from(TestMails.NOW));
        assertThat(message.getHeader("Date", null)).endsWith(" +0000 (UTC)");
        assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
    }

    @Test
    void keepsMessageIdWhenSavedAgain() throws Exception {
        MimeMessage message = verification("Ann");
        String id = message.getMessageID();

        message.saveChanges();

        assertThat(message.getMessageID()).isEqualTo(id);
    }

    @Test
    void linksStartWithPublicUrl() throws Exception {
        for (String base : new String[] {"https://example.com/app", "https://example.com/app/"}) {
            MailComposer composer = TestMails.composer(base);
            MimeMessage verification = composer.composeWithLink(
                            MailKind.VERIFICATION, MessageId.random(), ANN, "Ann", SECRET, TestMails.NOW)
                    .message();
            MimeMessage reset = composer.composeWithLink(
                            MailKind.PASSWORD_RESET, MessageId.random(), ANN, "Ann", SECRET, TestMails.NOW)
                    .message();

            for (String type : new String[] {"text/plain", "text/html"}) {
                assertThat(TestMails.body(verification, type))
                        .contains("https://example.com/app/verify-email?token=abc-_~")
                        .contains("2023-01-02 03:04 UTC");
                assertThat(TestMails.body(reset, type))
                        .contains("https://example.com/app/reset-password?token=abc-_~")
                        .contains("2023-01-02 03:04 UTC");
            }
        }
    }

    @Test
    void noticesContainChangeAndTime() throws Exception {
        EmailAddress changedTo = new EmailAddress("o'neill&co@example.net");
        MimeMessage password = TestMails.composer()
                .composePasswordChanged(MessageId.random(), ANN, "Ann", TestMails.NOW)
                .message();
        MimeMessage address = TestMails.composer()
                .composeEmailChanged(MessageId.random(), ANN, "Ann", changedTo, TestMails.NOW)
                .message();

        assertThat(TestMails.body(password, "text/plain")).contains("2023-01-02 03:04 UTC");
        assertThat(TestMails.body(password, "text/html")).contains("2023-01-02 03:04 UTC");
        assertThat(TestMails.body(address, "text/plain")).contains("2023-01-02 03:04 UTC", changedTo.value());
        assertThat(TestMails.body(address, "text/html"))
                .contains("2023-01-02 03:04 UTC", "o&#39;neill&amp;co@example.net");
    }

    @Test
    void escapesNamesOnlyInHtml() throws Exception {
        MimeMessage message = verification("<b>\"A\" & 'B'</b>");

        assertThat(TestMails.body(message, "text/plain")).contains("<b>\"A\" & 'B'</b>");
        assertThat(TestMails.body(message, "text/html"))
                .contains("&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zoë",
                "Мария",
                "שלום",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "Ann \"the\" Example, <ann@example.com>",
                "=?utf-8?q?x?=",
                "=?utf-8?q?x?= and much more of it so that it takes several words é"
            })
    void encodesNamesInHeader(String name) throws Exception {
        MimeMessage message = verification(name);

        InternetAddress[] to = InternetAddress.parseHeader(message.getHeader("To", null), true);
        assertThat(to).hasSize(1);
        assertThat(to[0].getPersonal()).isEqualTo(name);
        assertThat(to[0].getAddress()).isEqualTo("ann@example.org");
        assertThat(TestMails.raw(message).lines()).allMatch(line -> line.length() <= 998);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\u000B", "\f", "\0"})
    void rejectsHeaderInjectionByName(String line) throws Exception {
        MimeMessage plain = verification("Ann");
        MimeMessage message = verification("Ann" + line + "Bcc: eve@example.com" + line + line + "X: y");

        String header = header(TestMails.raw(message));
        assertThat(TestMails.headers(TestMails.parse(TestMails.raw(message)))).isEqualTo(TestMails.headers(plain));
        assertThat(header.lines()).noneMatch(each -> each.startsWith("Bcc") || each.startsWith("X:"));
        assertThat(message.getAllRecipients()).containsExactly(new InternetAddress("ann@example.org"));
        assertThat(TestMails.body(message, "text/plain")).containsPattern("Ann {1,2}Bcc: eve@example\\.com");
    }

    @Test
    void encodesSubjectOnOneLine(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("verification.subject.txt"), "Grüße, {{name}} — 山田\n");
        MailComposer composer = new MailComposer(
                MailSender.parse("roster@example.com"),
                MailTemplates.withOverrides(directory),
                () -> URI.create("http://localhost:8080"),
                InstantSource.system());

        MimeMessage message = composer.composeWithLink(
                        MailKind.VERIFICATION,
                        MessageId.random(),
                        ANN,
                        "Zoë\r\nBcc: eve@example.com",
                        SECRET,
                        TestMails.NOW)
                .message();

        assertThat(message.getSubject()).isEqualTo("Grüße, Zoë  Bcc: eve@example.com — 山田");
        assertThat(header(TestMails.raw(message)).chars()).allMatch(c -> c < 128);
        assertThat(TestMails.headers(message)).doesNotContain("Bcc");
    }

    @Test
    void writesDomainInAscii() throws Exception {
        Mail mail = verification(new EmailAddress("ann@bücher.example"), "Ann");

        assertThat(mail.requiresSmtpUtf8()).isFalse();
        assertThat(mail.message().getRecipients(RecipientType.TO))
                .containsExactly(new InternetAddress("ann@xn--bcher-kva.example"));
    }

    @Test
    void keepsNonAsciiLocalPart() throws Exception {
        Mail mail = verification(new EmailAddress("zoë@example.org"), "Zoë");

        assertThat(mail.requiresSmtpUtf8()).isTrue();
        assertThat(header(TestMails.raw(mail.message()))).contains("To: \"Zoë\" <zoë@example.org>");
    }

    @Test
    void rejectsInvalidDomain() {
        EmailAddress to = EmailAddress.stored("ann@" + "ü".repeat(63) + ".example");

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(() -> verification(to, "Ann"))
                .matches(DeliveryFailedException::isPermanent);
    }

    @Test
    void toStringHidesSecret() throws IOException {
        assertThat(verification(ANN, "Ann")).hasToString("mail to ann@example.org (verification)");
    }

    private static String header(String raw) {
        return raw.substring(0, raw.indexOf("\r\n\r\n"));
    }
}
