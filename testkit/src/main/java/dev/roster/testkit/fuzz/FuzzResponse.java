package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.ByteText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param headers by their names in lower case
 * @param byteText the body, a character for each byte
 */
public record FuzzResponse(int status, Map<String, List<String>> headers, String byteText) {

    /** Makes a copy of what it gets. */
    public FuzzResponse {
        headers = Map.copyOf(headers);
    }

    /** All lines of a header as one. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(lines -> String.join(", ", lines));
    }

    /** The body, as UTF-8. */
    public String text() {
        return new String(ByteText.bytes(byteText), StandardCharsets.UTF_8);
    }

    /** The type of the body in lower case, without parameters; empty if there is none. */
    public String mediaType() {
        return header("Content-Type")
                .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
