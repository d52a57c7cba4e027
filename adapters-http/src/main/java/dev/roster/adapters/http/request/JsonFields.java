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

/** The fields of a JSON object that somebody sent. Each accessor refuses what is not of its type, naming the field. */
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
     * Reads an object. JSON is UTF-8 (RFC 8259, section 8.1), so nothing else is guessed at.
     *
     * @throws HttpErrorException 400 if it is no JSON, naming line and column
     * @throws InvalidValueException for the field {@code body} if it is JSON, but no object
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

    /** Whether the field was sent, {@code null} included. */
    public boolean has(String field) {
        return object.has(field);
    }

    /**
     * A text that must be there.
     *
     * @throws InvalidValueException if it is absent, {@code null} or no string
     */
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> new InvalidValueException(field, "is required"));
    }

    /**
     * A text that may be absent or {@code null}.
     *
     * @throws InvalidValueException if it is no string
     */
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

    /**
     * A text that may be absent, but not {@code null}.
     *
     * @throws InvalidValueException if it is {@code null} or no string
     */
    public Optional<String> textIfPresent(String field) {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    /**
     * Yes or no, which may be absent, but not {@code null}.
     *
     * @throws InvalidValueException if it is neither {@code true} nor {@code false}
     */
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

    /** Not in Jackson's words, which name its classes and quote what was sent, a password perhaps. */
    private static HttpErrorException malformed(int line, int column) {
        return new HttpErrorException(
                400, "Malformed JSON", "The body is no JSON text as of line " + line + ", column " + column + ".");
    }
}
