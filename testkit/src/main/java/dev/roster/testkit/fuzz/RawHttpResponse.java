package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.ByteText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP response.
 *
 * @param headers the headers by name in lower case
 * @param byteText the body as a {@link ByteText}
 */
public record RawHttpResponse(int status, Map<String, List<String>> headers, String byteText) {

    /** Copies the headers. */
    public RawHttpResponse {
        headers = Map.copyOf(headers);
    }

    /** Returns all lines of a header, joined by commas. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(lines -> String.join(", ", lines));
    }

    /** Returns the body decoded as UTF-8. */
    public String text() {
        return new String(ByteText.bytes(byteText), StandardCharsets.UTF_8);
    }

    /** Returns the media type of the body in lower case, without parameters; empty if there is none. */
    public String mediaType() {
        return header("Content-Type")
                .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
