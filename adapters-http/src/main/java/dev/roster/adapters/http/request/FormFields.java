package dev.roster.adapters.http.request;

import dev.roster.domain.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a form or a query string ({@code application/x-www-form-urlencoded}, in UTF-8). A field is decoded and
 * validated only when it is read. Accessors throw {@link InvalidValueException} with the field's name if it is given
 * more than once or is not percent-encoded UTF-8.
 */
public final class FormFields {

    private final String encoded;

    private FormFields(String encoded) {
        this.encoded = encoded;
    }

    /** Parses a query string without the question mark. */
    public static FormFields parse(String encoded) {
        return new FormFields(encoded);
    }

    /** Parses a request body. */
    public static FormFields parse(byte[] encoded) {
        return new FormFields(new String(encoded, StandardCharsets.ISO_8859_1));
    }

    /** Returns whether the field was sent, with any value. */
    boolean has(String field) {
        return !encodedValues(field).isEmpty();
    }

    /** Returns a text; an absent field is invalid. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> new InvalidValueException(field, "is required"));
    }

    public Optional<String> optionalText(String field) {
        List<String> sent = encodedValues(field);
        if (sent.size() > 1) {
            throw new InvalidValueException(field, "must be given only once");
        }
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(decode(sent.get(0))
                .orElseThrow(() -> new InvalidValueException(field, "must be percent-encoded UTF-8")));
    }

    private List<String> encodedValues(String field) {
        if (encoded.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(encoded.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> decode(pair[0]).filter(field::equals).isPresent())
                .map(pair -> pair.length < 2 ? "" : pair[1])
                .toList();
    }

    /** Decodes a text. Returns empty if it is not percent-encoded UTF-8. */
    private static Optional<String> decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        try {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '%') {
                    bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                    i += 2;
                } else {
                    bytes.write(c == '+' ? ' ' : c);
                }
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
