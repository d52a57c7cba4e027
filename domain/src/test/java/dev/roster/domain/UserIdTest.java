package dev.roster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 42, 9_007_199_254_740_991L})
    void isReadFromItsDigits(long value) {
        assertThat(UserId.parse(Long.toString(value))).contains(new UserId(value));
        assertThat(new UserId(value)).hasToString(Long.toString(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "01",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "0x1",
                "1_000",
                "1,000",
                "a",
                "1a",
                "١٢",
                "１",
                "9007199254740992",
                "9999999999999999",
                "10000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551617",
                "-9007199254740991",
                "null"
            })
    void isNotReadFromAnythingElse(String text) {
        assertThat(UserId.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 9_007_199_254_740_992L, Long.MAX_VALUE})
    void staysWithinWhatJsonNumbersKeep(long value) {
        assertThat(Refused.by(() -> new UserId(value)))
                .containsExactly("id must be from 1 to 9007199254740991, was " + value);
    }

    @Test
    void theLargestSurvivesADouble() {
        assertThat((long) (double) UserId.MAX).isEqualTo(UserId.MAX);
        assertThat((double) UserId.MAX).isNotEqualTo((double) (UserId.MAX - 1));
    }
}
