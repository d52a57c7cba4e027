package dev.roster.adapters.http.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roster.domain.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The fields of a JSON object in a request. Accessors throw {@link InvalidValueException} with the field's name if a
 * required field is absent or a value has the wrong type.
 */
public final class JsonFields {

    private static final ObjectReader READER = JsonMapper.builder(Json.factory())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final JsonNode object;

    private JsonFields(JsonNode object) {
        this.object = object;
    }

    /**
     * Parses an object. The encoding is UTF-8 (RFC 8259, section 8.1); other encodings are not detected.
     *
     * @throws HttpErrorException 400 if the bytes are not valid JSON; the message contains line and column
     * @throws InvalidValueException for the field {@code body} if the JSON is not an object
     */
    public static JsonFields parse(byte[] bytes) {
        JsonNode read;
        try {
            read = READER.readTree(decode(bytes));
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            throw at == null ? malformed(1, 1) : malformed(at.getLineNr(), at.getColumnNr());
        }
        if (read.isMissingNode()) {
            throw malformed(1, 1);
        }
        if (!read.isObject()) {
            throw new InvalidValueException("body", "must be a JSON object");
        }
        return new JsonFields(read);
    }

    /** Returns whether the field was sent, even as {@code null}. */
    public boolean has(String field) {
        return object.has(field);
    }

    /** Returns a required string. */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> new InvalidValueException(field, "is required"));
    }

    /** Returns a string that may be absent or {@code null}. */
    public Optional<String> optionalText(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidValueException(field, "must be a string");
        }
        return Optional.of(value.textValue());
    }

    /** Returns a string that may be absent, but not {@code null}. */
    public Optional<String> textIfPresent(String field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    /** Returns a boolean that may be absent, but not {@code null}. */
    public Optional<Boolean> booleanIfPresent(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new InvalidValueException(field, "must be true or false");
        }
        return Optional.of(value.booleanValue());
    }

    private static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        boolean bad = decoder.decode(in, out, true).isError();
        String text = out.flip().toString();
        if (bad) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            throw malformed(line, text.length() - text.lastIndexOf('\n'));
        }
        return text;
    }

    /** Jackson's own message is not used: it contains class names and quotes the input, which may be a password. */
    private static HttpErrorException malformed(int line, int column) {
        return new HttpErrorException(
                400, "Malformed JSON", "The body is not valid JSON at line " + line + ", column " + column + ".");
    }
}
