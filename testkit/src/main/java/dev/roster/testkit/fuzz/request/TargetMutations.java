package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import dev.roster.testkit.fuzz.request.Mutation.Stage;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Mutations of the method and the target. */
final class TargetMutations {

    private static final List<String> SEGMENTS = TrickyValues.words(
            "%00 %2F %2f..%2f %5c %ff % %zz %4 %2525 %252F %c0%af %c0%ae%c0%ae %e2%82 %ed%a0%80 %F0%9F%98%80 "
                    + "%0d%0aX-Injected:1 %20 ; ;a=b ;jsessionid=1 ..; . .. ../.. %2e%2e %2e // \\ \u00e9 \u00ff "
                    + "\u0000 \u007f < \" {id} | ^ # #a ? ?a ?&&== ?% ?%ff=%ff ?%00 ?\u00e9 ?a=\u0000 *",
            "+", "a b");

    private static final List<String> INVALID_IDS = TrickyValues.words(
            "0 -1 -0 +1 01 1.0 1e3 0x1 1_0 abc null NaN true me 1,2 1%20 %31 1%00 ' 1%27%20OR%201=1 1;a "
                    + "%D9%A1 %F0%9D%9F%8F 9007199254740991 9007199254740992 9223372036854775807 9223372036854775808 "
                    + "18446744073709551617 123456789012345678901234567890",
            "9".repeat(3_000));

    private static final List<String> METHODS = TrickyValues.words(
            "HEAD OPTIONS TRACE CONNECT GET PUT POST PATCH DELETE PROPFIND FOO QUERY PRI M-SEARCH _", "A".repeat(300));

    private static final List<String> INVALID_METHODS =
            List.of("", " ", "GE T", "G\u0000T", "GET\t", "(", "\u00e9", "{}");

    private TargetMutations() {}

    static List<Mutation> all() {
        Mutation noId = new Mutation(Stage.TARGET, "target: no id", (message, dice) -> {
            // Numeric segments are ids.
            message.path = message.path.replaceFirst("/\\d+", "/" + dice.oneOf(INVALID_IDS));
        });
        return List.of(
                noId,
                noId,
                toOtherOperation("odd piece at the end", (message, dice) -> message.path += dice.oneOf(SEGMENTS)),
                toOtherOperation(
                        "odd segment at the end", (message, dice) -> message.path += "/" + dice.oneOf(SEGMENTS)),
                toOtherOperation("odd segment inside", (message, dice) -> {
                    int slash = dice.percent(50) ? 0 : message.path.lastIndexOf('/');
                    message.path = message.path.substring(0, slash) + "/" + dice.oneOf(SEGMENTS)
                            + message.path.substring(slash);
                }),
                toOtherOperation("slash at the end", (message, dice) -> message.path += "/"),
                toOtherOperation("other case", (message, dice) -> message.path = message.path.toUpperCase(Locale.ROOT)),
                toOtherOperation(
                        "very long",
                        (message, dice) ->
                                message.path += "?a=" + "a".repeat(dice.oneOf(List.of(4_000, 7_900, 8_200, 50_000)))),
                toOtherOperation("many segments", (message, dice) -> message.path += "/a".repeat(1_000)),
                toOtherOperation(
                        "absolute form",
                        (message, dice) -> message.target = dice.oneOf(List.of(
                                        "http://localhost",
                                        "http://evil.example:99999",
                                        "http://",
                                        "https://a@b",
                                        "ftp://x"))
                                + message.path),
                malformed(
                        "other form",
                        (message, dice) -> message.target =
                                dice.oneOf(List.of("*", "localhost:80", "", "//", "a", "?", "http:", "\\"))),
                toOtherOperation("other method", (message, dice) -> message.method = dice.oneOf(METHODS)),
                toOtherOperation(
                        "method in lower case",
                        (message, dice) -> message.method = message.method.toLowerCase(Locale.ROOT)),
                malformed("no method", (message, dice) -> message.method = dice.oneOf(INVALID_METHODS)));
    }

    private static Mutation toOtherOperation(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return new Mutation(Stage.TARGET, "target: " + name, (message, dice) -> {
            effect.accept(message, dice);
            message.traits.add(Trait.OTHER_OPERATION);
        });
    }

    private static Mutation malformed(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return toOtherOperation(name, (message, dice) -> {
            effect.accept(message, dice);
            message.traits.add(Trait.MALFORMED);
        });
    }
}
