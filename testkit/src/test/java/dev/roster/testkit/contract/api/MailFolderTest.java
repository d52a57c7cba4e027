package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFolderTest {

    private static final String ANN = "ann@example.com";

    @TempDir
    Path parent;

    private MailFolder mails() {
        return new MailFolder(parent.resolve("mails"));
    }

    private void mail(String name, String... lines) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("mails"));
        Files.writeString(folder.resolve(name), String.join("\r\n", lines) + "\r\n");
    }

    private List<String> verifications() {
        return mails().tokens(Kind.VERIFICATION, ANN);
    }

    @Test
    void readsPlainText() throws Exception {
        mail("1.eml", "To: Ann Example <Ann@Example.com>", "", "https://api.example.com/x/verify-email?token=a-b_1");

        assertThat(verifications()).containsExactly("a-b_1");
        assertThat(mails().tokens(Kind.PASSWORD_RESET, ANN)).isEmpty();
        assertThat(mails().tokens(Kind.VERIFICATION, "bob@example.com")).isEmpty();
    }

    @Test
    void readsWrappedQuotedPrintableLines() throws Exception {
        mail(
                "1.eml",
                "Content-Type: text/plain; charset=UTF-8",
                "Content-Transfer-Encoding: quoted-printable",
                "To: ann@example.com",
                "",
                "Gr=C3=BC=C3=9Fe! See http://localhost:8080/verify-email?token=3D0123=",
                "4567.");

        assertThat(verifications()).containsExactly("01234567");
    }

    @Test
    void readsTokenOfMultipartMailOnce() throws Exception {
        String html = "<a href=\"http://localhost/reset-password?token=abc%2B1&amp;x=1\">reset</a>";
        mail(
                "1.eml",
                "To: =?UTF-8?Q?Zo=C3=AB?= <zoe@example.com>,",
                " \"Example, Ann\" <ann@example.com>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/alternative; boundary=xyz",
                "",
                "--xyz",
                "Content-Type: text/plain; charset=no-such-charset",
                "Content-Transfer-Encoding: 8bit",
                "",
                "Zoë: http://localhost/reset-password?token=abc%2B1",
                "--xyz",
                "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder().encodeToString(html.getBytes(StandardCharsets.UTF_8)),
                "--xyz--");

        assertThat(mails().tokens(Kind.PASSWORD_RESET, ANN)).containsExactly("abc+1");
    }

    @Test
    void readsNewAndGrowingMails() throws Exception {
        MailFolder mails = mails();
        assertThat(mails.tokens(Kind.VERIFICATION, ANN)).as("no folder yet").isEmpty();
        mail("2.eml", "To: ann@example.com", "", "http://localhost/verify-email?token=one");
        assertThat(mails.tokens(Kind.VERIFICATION, ANN)).containsExactly("one");
        mail("1.eml", "To: ann@exa");
        mail(".hidden.new", "To: ann@example.com", "", "http://localhost/verify-email?token=never");
        assertThat(mails.tokens(Kind.VERIFICATION, ANN)).containsExactly("one");
        mail("1.eml", "To: ann@example.com", "", "http://localhost/verify-email?token=two");

        assertThat(mails.tokens(Kind.VERIFICATION, ANN)).as("the oldest first").containsExactly("one", "two");
        assertThat(mails.rawMails()).hasSize(2);
    }
}
