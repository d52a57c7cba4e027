package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.RandomSource;
import java.util.List;
import java.util.stream.Stream;

/** Values that often cause errors in servers. */
final class TrickyValues {

    static final List<String> NUMBERS = words(
            "0 -0 -0.0 -1 1.5 1.0 1e2 1e400 -1e400 1e-400 1e999999999 2147483647 2147483648 -2147483649 "
                    + "9007199254740991 9007199254740992 9007199254740993 9223372036854775807 9223372036854775808 "
                    + "-9223372036854775808 18446744073709551616 123456789012345678901234567890 "
                    + "0.1234567890123456789012345678901234567890",
            "9".repeat(400),
            "1".repeat(1200));

    private static final List<String> MALFORMED_NUMBERS =
            List.of("01", "+1", ".5", "1.", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1e", "--1");
    private static final List<String> TEXTS = words(
            "\u0000 a\u0000b \ud83d \ude00 a\ud800b \ude00\ud83d \u0001\u0002\u001b[31m \u007f\u0085\u009f 😀"
                    + " 👩\u200d👩\u200d👧\u200d👦 \u202egnp.exe e\u0301\u0301\u0301 \ufeffbom \ufffe\uffff \u2028\u2029"
                    + " İıſK \\ \\u0000 <script>alert(1)</script> ]]><!-- ../../../../etc/passwd null true undefined 1e400"
                    + " @ a@ @b a@b@c a@[127.0.0.1] A@EXAMPLE.COM user@例え.jp %00 % &=;",
            "",
            " ",
            "\t\n",
            "שלום עולם",
            "' OR '1'='1",
            "'; DROP TABLE users; --",
            "\" or \"\"=\"",
            "$1 ${x} #{x} {{x}} %s %n %x",
            "\"><img src=x onerror=alert(1)>",
            "a\r\nX-Injected: 1",
            "\"a b\"@example.com",
            "a@b.c\nBcc: d@e.f",
            "+");

    private TrickyValues() {}

    /** Returns words that are separated by spaces, and then the others. */
    static List<String> words(String separated, String... others) {
        return Stream.concat(Stream.of(separated.split(" ", -1)), Stream.of(others))
                .toList();
    }

    static String text(RandomSource dice) {
        return dice.oneOf(TEXTS);
    }

    /** Returns text at the limits of the schema or beyond them, measured in code points. */
    static String longText(JsonNode schema, RandomSource dice) {
        int limit = schema.path("maxLength").asInt(1_000);
        String unit = dice.oneOf(List.of("a", "é", "漢", "😀"));
        return switch (dice.nextInt(6)) {
            case 0 -> unit.repeat(Math.max(0, schema.path("minLength").asInt(1) - 1));
            case 1 -> unit.repeat(limit);
            case 2 -> unit.repeat(limit + 1);
            case 3 -> unit.repeat(limit * 2);
            case 4 -> "a@" + unit.repeat(limit);
            default -> unit.repeat(100_000 / ByteText.utf8(unit).length());
        };
    }

    /** Returns a value of any type, mostly valid JSON. */
    static String jsonOfAnyType(RandomSource dice) {
        return switch (dice.nextInt(9)) {
            case 0 -> "null";
            case 1 -> dice.oneOf(List.of("true", "false", "True", "NULL", "nil"));
            case 2 -> dice.oneOf(List.of("[]", "[[]]", "[1]", "[\"a\",\"b\"]", "[null]", "[,]"));
            case 3 ->
                dice.oneOf(List.of("{}", "{\"a\":1}", "{\"\":{}}", "{\"$ne\":null}", "{\"__proto__\":{}}", "{a:1}"));
            case 4 -> nested(dice);
            case 5 -> dice.oneOf(MALFORMED_NUMBERS);
            default -> dice.oneOf(NUMBERS);
        };
    }

    /** Returns nested arrays or objects, closed or not. */
    static String nested(RandomSource dice) {
        int levels = dice.oneOf(List.of(50, 999, 1_001, 2_000, 2_000, 100_000));
        boolean arrays = dice.percent(50);
        String open = (arrays ? "[" : "{\"a\":").repeat(levels);
        return dice.percent(70) ? open + "1" + (arrays ? "]" : "}").repeat(levels) : open;
    }
}
