package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import dev.roster.testkit.fuzz.request.Mutation.Stage;
import java.util.List;
import java.util.function.BiConsumer;

/** What can be wrong with where a message ends, and with its version. Each one is the last on its connection. */
final class FramingMutations {

    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final List<String> NO_LENGTHS = List.of(
            "",
            "-1",
            "+1",
            "x",
            "1.5",
            "0x5",
            "1 1",
            "1,1",
            "1, 2",
            "99999999999999999999",
            "9223372036854775808",
            "\u00b2");
    private static final List<String> NO_CHUNKS = List.of(
            "x\r\nabc\r\n0\r\n\r\n",
            "-1\r\nabc\r\n0\r\n\r\n",
            "5\r\nabc\r\n0\r\n\r\n",
            "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
            "7fffffff\r\nabc",
            "3 3\r\nabc\r\n0\r\n\r\n",
            "3;a=\"\u0000\r\nabc\r\n0\r\n\r\n",
            "3\nabc\n0\n\n",
            "3\r\nabcdef\r\n0\r\n\r\n",
            "3\r\nabc\r\n",
            "3\r\nabc\r\n0\r\n",
            "0\r\nX: \u0000\r\n\r\n",
            "\r\n");

    private FramingMutations() {}

    static List<Mutation> all() {
        return List.of(
                fault("malformed length", (message, dice) -> length(message, dice.oneOf(NO_LENGTHS))),
                fault("length too great", (message, dice) -> {
                    length(message, Integer.toString(message.body.length() + 1 + dice.below(1_000)));
                    message.traits.add(Trait.INCOMPLETE);
                }),
                fault("length too small", (message, dice) -> {
                    length(message, Integer.toString(dice.below(message.body.length() + 1)));
                }),
                fault("no length", (message, dice) -> message.measured = false),
                fault("two lengths", (message, dice) -> {
                    length(message, Integer.toString(message.body.length()));
                    message.header(CONTENT_LENGTH, Integer.toString(dice.below(9)));
                }),
                fault("chunked", (message, dice) -> {
                    // In order, so that nothing is broken but what other faults broke.
                    message.measured = false;
                    message.header(TRANSFER_ENCODING, "chunked");
                    message.body = chunks(message.body, 1 + dice.below(50));
                }),
                fault("chunked and a length", (message, dice) -> {
                    message.header(TRANSFER_ENCODING, "chunked");
                    message.body = chunks(message.body, 9);
                }),
                fault("malformed chunks", (message, dice) -> {
                    message.measured = false;
                    message.header(TRANSFER_ENCODING, "chunked");
                    message.body = dice.oneOf(NO_CHUNKS);
                    message.traits.add(Trait.INCOMPLETE);
                }),
                fault("other coding", (message, dice) -> {
                    message.header(
                            TRANSFER_ENCODING,
                            dice.oneOf(
                                    List.of("gzip", "identity", "chunked, chunked", "xchunked", "", "chunked, gzip")));
                    message.traits.add(Trait.CODING);
                }),
                // No other version: 505 would be its right answer, which is nothing to look for.
                fault("HTTP/1.0", (message, dice) -> message.version = "HTTP/1.0"),
                fault("awkward Host", (message, dice) -> {
                    message.onlyHeader(
                            "Host",
                            dice.oneOf(List.of(
                                    "",
                                    " ",
                                    "a b",
                                    "localhost:99999",
                                    "[::1",
                                    "a/b",
                                    "\u00e9",
                                    "evil.example",
                                    "a,b",
                                    "@",
                                    ":80")));
                }),
                fault(
                        "no Host",
                        (message, dice) ->
                                message.lines.removeIf(line -> line.name().equals("Host"))),
                fault("two Hosts", (message, dice) -> message.header("Host", "other.example")));
    }

    private static Mutation fault(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return new Mutation(Stage.FRAMING, "framing: " + name, (message, dice) -> {
            effect.accept(message, dice);
            message.traits.add(Trait.BROKEN);
        });
    }

    private static void length(RequestDraft message, String length) {
        message.measured = false;
        message.header(CONTENT_LENGTH, length);
    }

    private static String chunks(String body, int size) {
        StringBuilder chunks = new StringBuilder();
        for (int from = 0; from < body.length(); from += size) {
            String chunk = body.substring(from, Math.min(body.length(), from + size));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return chunks.append("0\r\n\r\n").toString();
    }
}
