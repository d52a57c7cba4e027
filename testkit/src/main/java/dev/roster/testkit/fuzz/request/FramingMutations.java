package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import dev.roster.testkit.fuzz.request.Mutation.Stage;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Mutations of the message length, the transfer coding, the version and the host. The connection is closed after each.
 */
final class FramingMutations {

    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final List<String> INVALID_LENGTHS = List.of(
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
    private static final List<String> INVALID_CHUNKS = List.of(
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
                mutation("malformed length", (message, dice) -> length(message, dice.oneOf(INVALID_LENGTHS))),
                mutation("length too great", (message, dice) -> {
                    length(message, Integer.toString(message.body.length() + 1 + dice.nextInt(1_000)));
                    message.traits.add(Trait.INCOMPLETE);
                }),
                mutation("length too small", (message, dice) -> {
                    length(message, Integer.toString(dice.nextInt(message.body.length() + 1)));
                }),
                mutation("no length", (message, dice) -> message.withContentLength = false),
                mutation("two lengths", (message, dice) -> {
                    length(message, Integer.toString(message.body.length()));
                    message.addHeader(CONTENT_LENGTH, Integer.toString(dice.nextInt(9)));
                }),
                mutation("chunked", (message, dice) -> {
                    // The chunks are correct, so that only the other mutations are tested.
                    message.withContentLength = false;
                    message.addHeader(TRANSFER_ENCODING, "chunked");
                    message.body = chunked(message.body, 1 + dice.nextInt(50));
                }),
                mutation("chunked and a length", (message, dice) -> {
                    message.addHeader(TRANSFER_ENCODING, "chunked");
                    message.body = chunked(message.body, 9);
                }),
                mutation("malformed chunks", (message, dice) -> {
                    message.withContentLength = false;
                    message.addHeader(TRANSFER_ENCODING, "chunked");
                    message.body = dice.oneOf(INVALID_CHUNKS);
                    message.traits.add(Trait.INCOMPLETE);
                }),
                mutation("other coding", (message, dice) -> {
                    message.addHeader(
                            TRANSFER_ENCODING,
                            dice.oneOf(
                                    List.of("gzip", "identity", "chunked, chunked", "xchunked", "", "chunked, gzip")));
                    message.traits.add(Trait.UNKNOWN_CODING);
                }),
                // Only HTTP/1.0: for other versions 505 is correct.
                mutation("HTTP/1.0", (message, dice) -> message.version = "HTTP/1.0"),
                mutation("awkward Host", (message, dice) -> {
                    message.setHeader(
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
                mutation(
                        "no Host",
                        (message, dice) ->
                                message.headerLines.removeIf(line -> line.name().equals("Host"))),
                mutation("two Hosts", (message, dice) -> message.addHeader("Host", "other.example")));
    }

    private static Mutation mutation(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return new Mutation(Stage.FRAMING, "framing: " + name, (message, dice) -> {
            effect.accept(message, dice);
            message.traits.add(Trait.MALFORMED);
        });
    }

    private static void length(RequestDraft message, String length) {
        message.withContentLength = false;
        message.addHeader(CONTENT_LENGTH, length);
    }

    private static String chunked(String body, int size) {
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
