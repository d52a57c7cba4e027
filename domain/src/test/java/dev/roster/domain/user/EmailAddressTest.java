package dev.roster.domain.user;

import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.DefaultLocale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    private static final String NO_ADDRESS = "email must be an email address, such as name@example.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com",
                "a@b.c",
                "Ann.Lee@Example.COM",
                "ann+tag@example.com",
                "1@2.3",
                "!#$%&'*+-/=?^_`{|}~@example.com",
                "-@example.com",
                "a@my-host.example",
                "a@xn--bcher-kva.example",
                "a@a.b.c.d.e.f",
                "ünïcode@bücher.example",
                "用户@例子.公司",
                "почта@пример.рф",
                "مستخدم@مثال.إختبار",
                "संपर्क@डाटामेल.भारत",
                "𠀀@𠀀.example",
            })
    void acceptsValidAddress(String typed) {
        assertThat(new EmailAddress(typed).value()).isEqualTo(typed);
        assertThat(EmailAddress.parse(typed)).contains(new EmailAddress(typed));
    }

    @Test
    void keepsCombiningMarks() {
        String decomposed = "ne\u0301e@cafe\u0301.example";

        assertThat(new EmailAddress(decomposed).value()).isEqualTo(decomposed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "@",
                "ann@",
                "@example.com",
                "ann@localhost",
                "ann@@example.com",
                "ann@b@example.com",
                ".ann@example.com",
                "ann.@example.com",
                "a..b@example.com",
                "ann@.example.com",
                "ann@example.com.",
                "ann@example..com",
                "ann@-example.com",
                "ann@example-.com",
                "ann@exam_ple.com",
                "ann@exam+ple.com",
                "ann@example.com,bob@example.com",
                "ann@example.com;bob@example.com",
                "ann lee@example.com",
                "ann@exam ple.com",
                "\"ann lee\"@example.com",
                "ann(comment)@example.com",
                "ann@[127.0.0.1]",
                "Ann <ann@example.com>",
                "<ann@example.com>",
                "ann\\@example.com",
                "ann:x@example.com",
                "mailto:ann@example.com",
                "😀@example.com",
                "ann@😀.example",
            })
    void rejectsInvalidAddress(String typed) {
        assertRejected(() -> new EmailAddress(typed), NO_ADDRESS);
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    static final List<Named<String>> SMUGGLERS = List.of(
            named("line feed", "\n"),
            named("carriage return", "\r"),
            named("a header", "\r\nBcc: eve@example.com\r\n"),
            named("tab", "\t"),
            named("escape", "\u001B"),
            named("delete", "\u007F"),
            named("next line", "\u0085"),
            named("no-break space", "\u00A0"),
            named("soft hyphen", "\u00AD"),
            named("zero width space", "\u200B"),
            named("zero width joiner", "\u200D"),
            named("right-to-left override", "\u202E"),
            named("line separator", "\u2028"),
            named("paragraph separator", "\u2029"),
            named("byte order mark", "\uFEFF"),
            named("private use", "\uE000"),
            named("Hangul filler", "\u3164"),
            named("half-width Hangul filler", "\uFFA0"),
            named("variation selector", "\uFE0F"),
            named("grapheme joiner", "\u034F"),
            named("tag character", "\uDB40\uDC41"));

    @ParameterizedTest
    @FieldSource("SMUGGLERS")
    void rejectsControlAndInvisibleCharacters(String smuggled) {
        for (String typed : List.of(
                "an" + smuggled + "n@example.com",
                "ann" + smuggled + "@example.com",
                "ann@" + smuggled + "example.com",
                "ann@exam" + smuggled + "ple.com",
                "ann@example.com" + smuggled + "x")) {
            assertRejected(() -> new EmailAddress(typed), NO_ADDRESS);
        }
    }

    @Test
    void rejectsNullNulAndLoneSurrogates() {
        assertRejected(() -> new EmailAddress(null), "email is required");
        assertRejected(() -> new EmailAddress("ann@example.com\0"), "email must not contain the NUL character");
        assertRejected(
                () -> new EmailAddress("a\uD83Dn@example.com"),
                "email must be well-formed Unicode, has a lone surrogate");
        assertThat(EmailAddress.parse(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n", "\u2003"})
    void rejectsBlank(String typed) {
        assertRejected(() -> new EmailAddress(typed), "email must have 1 to 254 characters, has 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" Ann@Example.com", "Ann@Example.com ", "\t Ann@Example.com\r\n", "\u2003Ann@Example.com\u3000"})
    void stripsSurroundingWhiteSpace(String typed) {
        assertThat(new EmailAddress(typed).value()).isEqualTo("Ann@Example.com");
        assertThat(new EmailAddress(typed)).isEqualTo(new EmailAddress("Ann@Example.com"));
    }

    static Stream<Named<List<String>>> limits() {
        String domain = "." + "c".repeat(63) + "." + "d".repeat(61);
        return Stream.of(
                named("local part of 64", List.of("l".repeat(64) + "@example.com", "l".repeat(65) + "@example.com")),
                named("label of 63", List.of("a@" + "b".repeat(63) + ".com", "a@" + "b".repeat(64) + ".com")),
                named("last label of 63", List.of("a@b." + "c".repeat(63), "a@b." + "c".repeat(64))),
                named(
                        "254 in all",
                        List.of(
                                "l".repeat(64) + "@" + "b".repeat(63) + domain,
                                "l".repeat(64) + "@" + "b".repeat(63) + domain + "d")));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void enforcesLengthLimits(List<String> longestAndTooLong) {
        assertThat(EmailAddress.parse(longestAndTooLong.get(0))).isPresent();
        assertThat(EmailAddress.parse(longestAndTooLong.get(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--bcher-kva",
                "BÜCHER",
                "bu\u0308cher",
                "ｂücher",
                "XN--BCHER-KVA",
            })
    void sharesKeyAmongSpellingsOfDomain(String label) {
        assertThat(new EmailAddress("ann@" + label + ".example").key()).isEqualTo("ann@xn--bcher-kva.example");
        assertThat(new EmailAddress("ann@" + label + "\u3002example").toAscii()).contains("ann@xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoë", "zoe\u0308", "ZOË", "Zoe\u0308", "ｚｏë", "ＺＯＥ\u0308"})
    void sharesKeyAmongSpellingsOfLocalPart(String local) {
        assertThat(new EmailAddress(local + "@example.com").key()).isEqualTo("zoë@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "u@faß.de, u@xn--fa-hia.de",
        "u@FAẞ.de, u@xn--fa-hia.de",
        "u@fass.de, u@fass.de",
        "u@βόλος.com, u@xn--nxasmm1c.com",
        "u@βόλοσ.com, u@xn--nxasmq6b.com",
        "strauß@example.com, strauß@example.com",
        "ΟΔΟΣ@example.com, οδοσ@example.com",
        "οδος@example.com, οδοσ@example.com",
        "\u212Aim@\u212A.example, kim@k.example",
        "ﬁn@ﬁn.example, fin@fin.example"
    })
    void keepsLettersThatAreNotTheSame(String typed, String key) {
        assertThat(new EmailAddress(typed).key()).isEqualTo(key);
        assertThat(new EmailAddress(typed).value()).isEqualTo(typed);
    }

    static Stream<Named<String>> domainsWithoutAscii() {
        return Stream.of(
                named("label of 64 in ASCII", "ü".repeat(61) + ".example"),
                named("label of 64", "a".repeat(64) + ".example"),
                named("277 in all in ASCII", ("日本語漢字".repeat(4) + ".").repeat(6) + "example"),
                named("no encoding", "xn--\u00fc.example"),
                named("incomplete encoding", "xn--z.example"),
                named("encoding of a control character", "xn--abc.example"),
                named("encoding of a capital letter", "xn--Bcher-xpa.example"),
                named("encoding of an emoji", "xn--i-7iq.example"),
                named("mark at the start", "\u0301a.example"),
                named("letter that becomes a symbol", "a\uFDFA.example"),
                named("number that is too large", "xn--99999999.example"));
    }

    @ParameterizedTest
    @MethodSource("domainsWithoutAscii")
    void rejectsDomainThatCannotBeWrittenInAscii(String domain) {
        assertRejected(
                () -> new EmailAddress("ann@" + domain),
                "email must have a domain that can be written in ASCII (xn--...) with at most 63 characters a label, and"
                        + " at most 254 characters in all");
    }

    @Test
    void countsBytesOfLocalPart() {
        String domain = "@" + ("d".repeat(60) + ".").repeat(3) + "example";

        assertThat(EmailAddress.parse("l".repeat(62) + domain)).isPresent();
        assertThat(EmailAddress.parse("ü".repeat(31) + domain)).isPresent();
        assertThat(EmailAddress.parse("ü".repeat(32) + domain)).isEmpty();
    }

    @Test
    void sendsToComposedLocalPart() {
        assertThat(new EmailAddress("Zoe\u0308@Bücher.example").toAscii()).contains("Zoë@xn--bcher-kva.example");
    }

    @Test
    void acceptsStoredAddressOfEarlierVersion() {
        String tooLong = "Ann@" + "Ü".repeat(61) + ".example";

        EmailAddress stored = EmailAddress.stored(tooLong);

        assertThat(stored.value()).isEqualTo(tooLong);
        assertThat(stored.key()).isEqualTo("ann@" + "ü".repeat(61) + ".example");
        assertThat(stored.toAscii()).isEmpty();
        assertRejected(() -> EmailAddress.stored("no address"), NO_ADDRESS);
    }

    @Test
    void identifiesAccountIgnoringCase() {
        EmailAddress typed = new EmailAddress("Ann@Example.com");
        EmailAddress shouted = new EmailAddress("ANN@EXAMPLE.COM");

        assertThat(typed).isNotEqualTo(shouted).hasToString("Ann@Example.com");
        assertThat(typed.key()).isEqualTo("ann@example.com");
        assertThat(typed.sameAccountAs(shouted)).isTrue();
        assertThat(shouted.sameAccountAs(typed)).isTrue();
        assertThat(typed.sameAccountAs(new EmailAddress("ann@example.org"))).isFalse();
        assertThat(typed.sameAccountAs(new EmailAddress("a.nn@example.com"))).isFalse();
    }

    @Test
    @DefaultLocale("tr-TR")
    void ignoresTurkishLocaleInKey() {
        assertThat("TITI".toLowerCase(Locale.getDefault())).isNotEqualTo("titi");
        assertKeyIgnoresLocale();
    }

    @Test
    @DefaultLocale("lt-LT")
    void ignoresLithuanianLocaleInKey() {
        assertThat(Locale.getDefault().getLanguage()).isEqualTo("lt");
        assertKeyIgnoresLocale();
    }

    private static void assertKeyIgnoresLocale() {
        assertThat(new EmailAddress("TITI@INFO.EXAMPLE").key()).isEqualTo("titi@info.example");
        assertThat(new EmailAddress("TITI@INFO.EXAMPLE").sameAccountAs(new EmailAddress("titi@info.example")))
                .isTrue();
        assertThat(new EmailAddress("ÀÉÏ@BÜCHER.example").key()).isEqualTo("àéï@xn--bcher-kva.example");
        assertThat(new EmailAddress("I\u0300\u0301@EXAMPLE.COM").key()).isEqualTo("ì\u0301@example.com");
        assertThat(new EmailAddress("\u0131@example.com").sameAccountAs(new EmailAddress("i@example.com")))
                .as("dotless i is another letter")
                .isFalse();
    }

    @Test
    void computesIdempotentKey() {
        for (String typed : List.of("ANN@EXAMPLE.COM", "İ@EXAMPLE.COM", "ΟΔΟΣ@EXAMPLE.COM", "ｚοe\u0308@STRAẞE.COM")) {
            String key = new EmailAddress(typed).key();

            assertThat(new EmailAddress(key).key()).isEqualTo(key);
        }
    }
}
