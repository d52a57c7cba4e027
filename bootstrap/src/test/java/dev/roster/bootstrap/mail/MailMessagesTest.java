package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.DeliveryFailedException;
import dev.roster.application.port.MessageId;
import dev.roster.application.port.OneTimeSecret;
import dev.roster.domain.EmailAddress;
import jakarta.mail.Message.RecipientType;
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

class MailMessagesTest {

    private static final EmailAddress ANN = new EmailAddress("ann@example.org");
    private static final OneTimeSecret SECRET = new OneTimeSecret("abc-_~");

    private static Mail verification(String name) {
        return Messages.composer().verification(MessageId.random(), ANN, name, SECRET, Messages.NOW);
    }

    @Test
    void theHeaderSaysWhatItShould() throws Exception {
        MessageId id = MessageId.random();

        MimeMessage message = Messages.composer()
                .verification(id, ANN, "Ann", SECRET, Messages.NOW)
                .message();

        assertThat(Messages.headers(message))
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
        assertThat(message.getSentDate()).isEqualTo(Date.from(Messages.NOW));
        assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
    }

    @Test
    void theIdSurvivesWhateverSavesTheMessageAgain() throws Exception {
        MimeMessage message = verification("Ann").message();
        String id = message.getMessageID();

        message.saveChanges();

        assertThat(message.getMessageID()).isEqualTo(id);
    }

    @Test
    void linksLeadToThePublicUrl() throws Exception {
        for (String base : new String[] {"https://example.com/app", "https://example.com/app/"}) {
            MailMessages composer = Messages.composer(base);
            MimeMessage verification = composer.verification(MessageId.random(), ANN, "Ann", SECRET, Messages.NOW)
                    .message();
            MimeMessage reset = composer.passwordReset(MessageId.random(), ANN, "Ann", SECRET, Messages.NOW)
                    .message();

            for (String type : new String[] {"text/plain", "text/html"}) {
                assertThat(Messages.body(verification, type))
                        .contains("https://example.com/app/verify-email?token=abc-_~")
                        .contains("2023-01-02 03:04 UTC");
                assertThat(Messages.body(reset, type))
                        .contains("https://example.com/app/reset-password?token=abc-_~")
                        .contains("2023-01-02 03:04 UTC");
            }
        }
    }

    @Test
    void noticesSayWhatChangedAndWhen() throws Exception {
        EmailAddress changedTo = new EmailAddress("o'neill&co@example.net");
        MimeMessage password = Messages.composer()
                .passwordChanged(MessageId.random(), ANN, "Ann", Messages.NOW)
                .message();
        MimeMessage address = Messages.composer()
                .addressChanged(MessageId.random(), ANN, "Ann", changedTo, Messages.NOW)
                .message();

        assertThat(Messages.body(password, "text/plain")).contains("2023-01-02 03:04 UTC");
        assertThat(Messages.body(password, "text/html")).contains("2023-01-02 03:04 UTC");
        assertThat(Messages.body(address, "text/plain")).contains("2023-01-02 03:04 UTC", changedTo.value());
        assertThat(Messages.body(address, "text/html"))
                .contains("2023-01-02 03:04 UTC", "o&#39;neill&amp;co@example.net");
    }

    @Test
    void namesAreEscapedInHtmlAndNowhereElse() throws Exception {
        MimeMessage message = verification("<b>\"A\" & 'B'</b>").message();

        assertThat(Messages.body(message, "text/plain")).contains("<b>\"A\" & 'B'</b>");
        assertThat(Messages.body(message, "text/html"))
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
    void namesInTheHeaderAreReadAsTheyAre(String name) throws Exception {
        MimeMessage message = verification(name).message();

        InternetAddress[] to = InternetAddress.parseHeader(message.getHeader("To", null), true);
        assertThat(to).hasSize(1);
        assertThat(to[0].getPersonal()).isEqualTo(name);
        assertThat(to[0].getAddress()).isEqualTo("ann@example.org");
        assertThat(Messages.raw(message).lines()).allMatch(line -> line.length() <= 998);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\u000B", "\f", "\0"})
    void aNameAddsNoLineToTheHeader(String line) throws Exception {
        MimeMessage plain = verification("Ann").message();
        MimeMessage message = verification("Ann" + line + "Bcc: eve@example.com" + line + line + "X: y")
                .message();

        String header = headerOf(Messages.raw(message));
        assertThat(header.lines().filter(each -> !each.startsWith(" ") && !each.startsWith("\t")))
                .hasSameSizeAs(headerOf(Messages.raw(plain))
                        .lines()
                        .filter(each -> !each.startsWith(" ") && !each.startsWith("\t"))
                        .toList());
        assertThat(header.lines()).noneMatch(each -> each.startsWith("Bcc") || each.startsWith("X:"));
        assertThat(message.getAllRecipients()).containsExactly(new InternetAddress("ann@example.org"));
        assertThat(Messages.body(message, "text/plain")).containsPattern("Ann {1,2}Bcc: eve@example\\.com");
    }

    @Test
    void aSubjectOfAnyScriptIsOneEncodedLine(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("verification.subject.txt"), "Grüße, {{name}} — 山田\n");
        MailMessages composer = new MailMessages(
                MailSender.parse("roster@example.com"),
                MailTemplates.from(directory),
                () -> URI.create("http://localhost:8080"),
                InstantSource.system());

        MimeMessage message = composer.verification(
                        MessageId.random(), ANN, "Zoë\r\nBcc: eve@example.com", SECRET, Messages.NOW)
                .message();

        assertThat(message.getSubject()).isEqualTo("Grüße, Zoë  Bcc: eve@example.com — 山田");
        assertThat(headerOf(Messages.raw(message)).chars()).allMatch(c -> c < 128);
        assertThat(Messages.headers(message)).doesNotContain("Bcc");
    }

    @Test
    void domainsAreWrittenInAscii() throws Exception {
        Mail mail = Messages.composer()
                .verification(MessageId.random(), new EmailAddress("ann@bücher.example"), "Ann", SECRET, Messages.NOW);

        assertThat(mail.utf8()).isFalse();
        assertThat(mail.message().getRecipients(RecipientType.TO))
                .containsExactly(new InternetAddress("ann@xn--bcher-kva.example"));
    }

    @Test
    void anAddressBeyondAsciiIsWrittenAsItIs() throws Exception {
        Mail mail = Messages.composer()
                .verification(MessageId.random(), new EmailAddress("zoë@example.org"), "Zoë", SECRET, Messages.NOW);

        assertThat(mail.utf8()).isTrue();
        assertThat(headerOf(Messages.raw(mail.message()))).contains("To: \"Zoë\" <zoë@example.org>");
    }

    @Test
    void aDomainThatNoServerKnowsIsAFailedDelivery() {
        EmailAddress to = new EmailAddress("ann@" + "ü".repeat(63) + ".example");

        assertThatExceptionOfType(DeliveryFailedException.class)
                .isThrownBy(
                        () -> Messages.composer().verification(MessageId.random(), to, "Ann", SECRET, Messages.NOW));
    }

    @Test
    void aMailIsShownWithoutItsSecret() throws IOException {
        assertThat(verification("Ann")).hasToString("mail to ann@example.org (verification)");
    }

    private static String headerOf(String raw) {
        return raw.substring(0, raw.indexOf("\r\n\r\n"));
    }
}
