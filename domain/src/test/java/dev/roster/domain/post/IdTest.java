package dev.roster.domain.post;

import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of users, posts and comments: separate types with the same rule. */
@ParameterizedClass
@FieldSource("TYPES")
class IdTest {

    record Type(
            String name,
            LongFunction<Record> constructor,
            Function<String, Optional<? extends Record>> parser,
            long max) {

        Record of(long value) {
            return constructor.apply(value);
        }

        Optional<Record> parse(String text) {
            return parser.apply(text).map(id -> id);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Type> TYPES = List.of(
            new Type("user", UserId::new, UserId::parse, UserId.MAX),
            new Type("post", PostId::new, PostId::parse, PostId.MAX),
            new Type("comment", CommentId::new, CommentId::parse, CommentId.MAX));

    private final Type type;

    IdTest(Type type) {
        this.type = type;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 42, 9_007_199_254_740_991L})
    void parsesDigits(long value) {
        assertThat(type.parse(Long.toString(value))).contains(type.of(value));
        assertThat(type.of(value)).hasToString(Long.toString(value));
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
    void rejectsTextThatIsNoId(String text) {
        assertThat(type.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 9_007_199_254_740_992L, Long.MAX_VALUE})
    void rejectsValueOutOfRange(long value) {
        assertRejected(() -> type.of(value), "id must be from 1 to 9007199254740991, was " + value);
    }

    @Test
    void keepsLargestIdAsDouble() {
        assertThat((long) (double) type.max()).isEqualTo(type.max());
        assertThat((double) type.max()).isNotEqualTo((double) (type.max() - 1));
        assertThat(type.of(type.max())).hasToString("9007199254740991");
    }

    @Test
    void differsFromOtherIdTypes() {
        assertThat(TYPES.stream().filter(other -> other.of(42).equals(type.of(42))))
                .containsExactly(type);
    }
}
