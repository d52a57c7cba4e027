package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.Mutation.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Mutations of the body as a whole and of the headers that describe it. */
final class BodyMutations {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";
    private static final List<String> BROKEN_UTF8 = List.of(
            "\u00ff",
            "\u00c0\u0080",
            "\u00e2\u0082",
            "\u00ed\u00a0\u0080",
            "\u00f4\u0090\u0080\u0080",
            "\u0080",
            "\u00fe");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x",
            "application/json; charset=",
            "application/json; charset=utf-16",
            "application/json; charset=iso-8859-1",
            "application/json; charset=nonsense",
            "application/json; charset=\"utf-8",
            "application/json;;;",
            "application/json, text/plain",
            "application/vnd.api+json",
            "application/*",
            "json",
            "",
            "/",
            ";",
            "APPLICATION/JSON",
            "application/json\u0000",
            "application/\u00e9",
            "application/x-www-form-urlencoded; charset=nonsense",
            "application/x-www-form-urlencoded; charset=utf-16");

    private BodyMutations() {}

    static List<Mutation> all() {
        return List.of(
                body("empty", body -> ""),
                mutation("truncated", (message, dice) -> message.body = truncated(message.body, dice)),
                mutation(
                        "rubbish after it",
                        (message, dice) -> message.body += dice.oneOf(
                                List.of("}", ",", "x", "{}", "\u0000", "//", message.body, " ".repeat(70_000)))),
                mutation(
                        "rubbish before it",
                        (message, dice) -> message.body =
                                dice.oneOf(List.of(",", ")]}'\n", "\u0000", "/**/", "\u00a0")) + message.body),
                mutation("another document", (message, dice) -> message.body = TrickyValues.jsonOfAnyType(dice)),
                mutation(
                        "only a text",
                        (message, dice) -> message.body = Encodings.json(TrickyValues.text(dice), dice.percent(50))),
                mutation("deep nesting", (message, dice) -> message.body = TrickyValues.nested(dice)),
                body("in an array", body -> "[" + body + "]"),
                mutation("broken UTF-8", (message, dice) -> {
                    int at = dice.nextInt(message.body.length() + 1);
                    message.body = message.body.substring(0, at) + dice.oneOf(BROKEN_UTF8) + message.body.substring(at);
                }),
                mutation("a byte changed", (message, dice) -> {
                    if (!message.body.isEmpty()) {
                        int at = dice.nextInt(message.body.length());
                        message.body = message.body.substring(0, at)
                                + (char) dice.nextInt(256)
                                + message.body.substring(at + 1);
                    }
                }),
                body("byte order mark", body -> "\u00ef\u00bb\u00bf" + body),
                body("UTF-16BE", body -> recoded(body, StandardCharsets.UTF_16BE)),
                body("UTF-16LE", body -> recoded(body, StandardCharsets.UTF_16LE)),
                body("UTF-16 with a mark", body -> recoded(body, StandardCharsets.UTF_16)),
                body("UTF-32", body -> recoded(body, Charset.forName("UTF-32BE"))),
                mutation("random bytes", (message, dice) -> {
                    StringBuilder bytes = new StringBuilder();
                    for (int i = dice.nextInt(400); i > 0; i--) {
                        bytes.append((char) dice.nextInt(256));
                    }
                    message.body = bytes.toString();
                }),
                mutation("huge", (message, dice) -> {
                    // A megabyte each time would dominate the duration of a run.
                    int size = dice.percent(10) ? 1_100_000 : 200_000;
                    message.body = "{\"a\":\"" + "a".repeat(size) + "\"}";
                }),
                mutation("other type", (message, dice) -> message.setHeader(CONTENT_TYPE, dice.oneOf(TYPES))),
                mutation(
                        "no type",
                        (message, dice) ->
                                message.headerLines.removeIf(line -> line.name().equals(CONTENT_TYPE))),
                mutation("two types", (message, dice) -> message.addHeader(CONTENT_TYPE, dice.oneOf(TYPES))),
                mutation("gzip", (message, dice) -> {
                    message.addHeader(CONTENT_ENCODING, "gzip");
                    message.body = gzip(message.body);
                }),
                mutation("gzip bomb", (message, dice) -> {
                    message.addHeader(CONTENT_ENCODING, "gzip");
                    message.body = gzip("[".repeat(3_000_000));
                }),
                mutation("gzip cut short", (message, dice) -> {
                    message.addHeader(CONTENT_ENCODING, "gzip");
                    message.body = truncated(gzip(message.body), dice);
                }),
                mutation(
                        "other encoding",
                        (message, dice) -> message.addHeader(
                                CONTENT_ENCODING,
                                dice.oneOf(
                                        List.of("gzip", "br", "deflate", "identity", "x", "", "gzip, gzip", "zstd")))));
    }

    private static Mutation mutation(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return new Mutation(Stage.BODY, "body: " + name, effect);
    }

    private static Mutation body(String name, UnaryOperator<String> change) {
        return mutation(name, (message, dice) -> message.body = change.apply(message.body));
    }

    private static String truncated(String body, RandomSource dice) {
        return body.isEmpty() ? "{" : body.substring(0, dice.nextInt(body.length()));
    }

    private static String recoded(String body, Charset charset) {
        return ByteText.of(new String(ByteText.bytes(body), StandardCharsets.UTF_8).getBytes(charset));
    }

    private static String gzip(String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(ByteText.bytes(body));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteText.of(bytes.toByteArray());
    }
}
