package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.bootstrap.mail.SmtpSettings.Credentials;
import dev.roster.bootstrap.mail.SmtpSettings.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.com, mail.example.com, 25, STARTTLS_OFFERED",
        "smtp://mail.example.com:2525/, mail.example.com, 2525, STARTTLS_OFFERED",
        "smtp://ann:hunter2@mail.example.com, mail.example.com, 587, STARTTLS_REQUIRED",
        "smtps://mail.example.com, mail.example.com, 465, TLS",
        "SMTPS://ann:hunter2@mail.example.com:4650, mail.example.com, 4650, TLS",
        "smtps://localhost, localhost, 465, TLS",
        "smtp://localhost, localhost, 25, LOOPBACK",
        "smtp://ann:hunter2@LocalHost:1025, LocalHost, 1025, LOOPBACK",
        "smtp://127.0.0.1:1025, 127.0.0.1, 1025, LOOPBACK",
        "smtp://[::1]:1025, ::1, 1025, LOOPBACK",
        "smtp://127.0.0.1.example.com, 127.0.0.1.example.com, 25, STARTTLS_OFFERED",
        "smtp://localhost.example.com, localhost.example.com, 25, STARTTLS_OFFERED"
    })
    void parsesHostPortAndSecurity(String url, String host, int port, Security security) {
        SmtpSettings settings = SmtpSettings.parse(url);

        assertThat(settings.host()).isEqualTo(host);
        assertThat(settings.port()).isEqualTo(port);
        assertThat(settings.security()).isEqualTo(security);
    }

    @Test
    void decodesAndHidesCredentials() {
        SmtpSettings settings = SmtpSettings.parse("smtps://ann%40example.com:p%3A+%C3%A4%2Fs%25:s@mail.example.com");

        assertThat(settings.credentials()).contains(new Credentials("ann@example.com", "p:+ä/s%:s"));
        assertThat(settings + " " + settings.credentials())
                .isEqualTo("smtps://mail.example.com:465 Optional[Credentials[hidden]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "mail.example.com:25",
                "http://hunter2@mail.example.com",
                "smtp://",
                "smtp:hunter2",
                "smtp://ann:hunter2@",
                "smtp://ann:hunter2@mail example.com",
                "smtp://ann:hunter2#@mail.example.com",
                "smtp://ann:hunter2@x@mail.example.com",
                "smtp://hunter2@mail.example.com",
                "smtp://:hunter2@mail.example.com",
                "smtp://ann:hunter2%0D%0A@mail.example.com",
                "smtp://ann:hunter2%zz@mail.example.com",
                "smtp://mail.example.com/hunter2",
                "smtp://mail.example.com?hunter2",
                "smtp://mail.example.com:0",
                "smtp://mail.example.com:65536",
                "smtp://mail.example.com:hunter2"
            })
    void rejectsOtherUrlsWithoutQuotingThem(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpSettings.parse(url))
                .withNoCause()
                .satisfies(
                        refused -> assertThat(refused.getMessage()).isNotEmpty().doesNotContain("hunter2"));
    }
}
