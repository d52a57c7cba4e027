package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import dev.roster.testkit.fuzz.request.Mutation.Stage;
import java.util.List;
import java.util.function.BiConsumer;

/** Mutations of the header fields. */
final class HeaderMutations {

    private static final String AUTHORIZATION = "Authorization";
    private static final List<String> VALUES = TrickyValues.words(
            "* , ,,, ; = \" \"\\ W/ W/\" \u00e9\u00ff \u00f0\u009f\u0098\u0080 \u007f -1 "
                    + "99999999999999999999 1.5 null none bytes=0-0 bytes=5-1 bytes=0-1,2-3,-99999999999999999999 "
                    + "text/html;q=2 text/html;q=-1 */*;q=0 a/b;q=0.0001;;;, utf-16 xx-XX-xxxxxxxxxxxxxx;q=0.5 "
                    + "100-continue 200-ok http://evil.example https://[::1 256.256.256.256 for=\"[::1]:99999\" DELETE "
                    + "<script>alert(1)</script> ${jndi:ldap://localhost:1/a}",
            "",
            " ",
            "\"a\", W/\"b\", *",
            "*, \"a\"",
            "\t",
            "text/plain, application/json;q=0",
            "gzip;q=0, identity;q=0",
            "127.0.0.1, 10.0.0.1, ::1, x",
            "Mon, 99 Foo 20233 25:61:61 GMT",
            "' OR '1'='1",
            "a".repeat(300),
            "\"" + "a".repeat(2_000) + "\"",
            "a,".repeat(1_500),
            "a".repeat(20_000));

    private static final List<String> NAMES = TrickyValues.words(
            "Accept Accept-Charset Accept-Encoding Accept-Language If-Match If-None-Match If-Modified-Since "
                    + "If-Unmodified-Since If-Range Range Origin Referer Expect X-HTTP-Method-Override "
                    + "X-Method-Override X-Forwarded-For X-Forwarded-Proto X-Forwarded-Host X-Original-URL Forwarded "
                    + "X-Request-Id Cookie Connection Keep-Alive Upgrade TE Trailer Via Date From User-Agent "
                    + "Max-Forwards Content-Range Content-Language Content-MD5 Proxy-Authorization "
                    + "Access-Control-Request-Method Sec-WebSocket-Key HTTP2-Settings");

    private static final List<String> LIST_ELEMENTS =
            List.of(",", "\"", "\"\",", "W/\"a\", ", "\\\"", "a,", ";", "a/b;c=d,", "a=\"b\";");

    private HeaderMutations() {}

    static List<Mutation> all() {
        Mutation awkward = mutation("awkward value", (message, dice) -> {
            message.addHeader(dice.oneOf(NAMES), dice.oneOf(VALUES));
        });
        // The first one is repeated, because it covers many pairs of name and value.
        return List.of(
                awkward,
                awkward,
                awkward,
                awkward,
                mutation("awkward condition", (message, dice) -> {
                    message.addHeader(dice.oneOf(List.of("If-Match", "If-None-Match")), dice.oneOf(VALUES));
                }),
                // Patterns with a repeated group overflow the stack. Both lists are shorter than most servers accept.
                mutation("long condition", (message, dice) -> {
                    message.addHeader(
                            dice.oneOf(List.of("If-Match", "If-None-Match")),
                            dice.oneOf(LIST_ELEMENTS.subList(0, 4)).repeat(850));
                }),
                mutation("long list", (message, dice) -> {
                    message.addHeader(
                            dice.oneOf(NAMES), dice.oneOf(LIST_ELEMENTS).repeat(850));
                }),
                mutation("awkward Accept", (message, dice) -> message.addHeader("Accept", dice.oneOf(VALUES))),
                mutation(
                        "awkward credentials",
                        (message, dice) -> message.setHeader(AUTHORIZATION, credentials(message, dice))),
                mutation(
                        "two credentials",
                        (message, dice) -> message.addHeader(AUTHORIZATION, credentials(message, dice))),
                mutation(
                        "method override",
                        (message, dice) -> message.addHeader(
                                "X-HTTP-Method-Override", dice.oneOf(List.of("DELETE", "PUT", "FOO", "delete")))),
                mutation("control byte", (message, dice) -> {
                    int control = dice.oneOf(List.of(0, 1, 7, 8, 11, 12, 27, 127));
                    message.addHeader("X-Odd", "a" + (char) control + "b");
                    message.traits.add(Trait.MALFORMED);
                }),
                mutation("bare line end", (message, dice) -> {
                    message.addHeader("X-Odd", dice.oneOf(List.of("a\nX-Injected: 1", "a\rb", "a\n")));
                    message.traits.add(Trait.MALFORMED);
                }),
                mutation("continued line", (message, dice) -> {
                    message.addHeader("X-Odd", "a\r\n b");
                    message.traits.add(Trait.MALFORMED);
                }),
                mutation("awkward name", (message, dice) -> {
                    message.addHeader(
                            dice.oneOf(
                                    List.of("", " ", "X Odd", "X\u00e9", "(", "X-Odd ", "\u0000", "a".repeat(9_000))),
                            "1");
                    message.traits.add(Trait.MALFORMED);
                }),
                mutation("line without a colon", (message, dice) -> {
                    message.addHeader("X-Odd", "a\r\nnocolon");
                    message.traits.add(Trait.MALFORMED);
                }),
                mutation("hundreds of fields", (message, dice) -> {
                    for (int i = dice.oneOf(List.of(100, 300, 900)); i > 0; i--) {
                        message.addHeader("X-Odd-" + i, "1");
                    }
                }),
                mutation(
                        "huge",
                        (message, dice) ->
                                message.addHeader("X-Odd", "a".repeat(dice.oneOf(List.of(7_000, 9_000, 100_000))))));
    }

    private static Mutation mutation(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return new Mutation(Stage.HEADERS, "header: " + name, effect);
    }

    private static String credentials(RequestDraft message, RandomSource dice) {
        String good = message.headerLines.stream()
                .filter(line -> line.name().equals(AUTHORIZATION))
                .map(RequestDraft.HeaderLine::value)
                .findFirst()
                .orElse("Bearer a.b.c");
        String token = good.replaceFirst("^\\S+ ", "");
        List<String> odd = List.of(
                "",
                "Bearer",
                "Bearer ",
                token,
                "bearer " + token,
                "BEARER  " + token,
                "Bearer\t" + token,
                "Basic " + token,
                "Basic YTpi",
                "Digest username=\"a\"",
                good + "x",
                good + " " + token,
                good + ", " + good,
                good + "=",
                "Bearer \"" + token + "\"",
                "Bearer " + token.replaceFirst("\\.[^.]*$", "."),
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
                "Bearer ..",
                "Bearer ....",
                "Bearer \u00e9\u00ff",
                "Bearer " + "a".repeat(4_000),
                "Bearer " + "a.".repeat(1_500),
                "Bearer " + token.substring(0, dice.nextInt(token.length() + 1)));
        return dice.oneOf(odd);
    }
}
