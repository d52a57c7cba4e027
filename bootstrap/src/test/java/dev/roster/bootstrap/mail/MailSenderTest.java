package dev.roster.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailSenderTest {

    @ParameterizedTest
    @CsvSource({
        "roster@example.com, '', roster@example.com",
        "' <roster@example.com> ', '', roster@example.com",
        "Roster <roster@example.com>, Roster, roster@example.com",
        "'\"Roster, Inc.\" <roster@example.com>', 'Roster, Inc.', roster@example.com",
        "Zoë <roster@müller.example>, Zoë, roster@xn--mller-kva.example"
    })
    void parsesEmailWithOrWithoutName(String text, String name, String address) {
        assertThat(MailSender.parse(text)).isEqualTo(new MailSender(name, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "Roster",
                "Roster <hunter2>",
                "Roster <roster@example.com> hunter2",
                "Roster <a@example.com>, Other <hunter2@example.com>",
                "Roster\r\nBcc: <hunter2@example.com>",
                "Röster <hunter2ö@example.com>"
            })
    void rejectsOtherTextWithoutQuotingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailSender.parse(text))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"));
    }
}
