package dev.roster.adapters.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Lookup;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Format of the values under users' keys, as JSON. {@link CacheScripts} relies on the beginning and the end of a value:
 * a cache entry begins with its format and the generation of the server, and ends with its version. Any change, even of
 * the order of the fields, requires a new format number.
 */
final class CacheEntryJson {

    private static final int FORMAT = 2;

    private static final byte[] DELETED = "{\"deleted\":true}".getBytes(US_ASCII);
    private static final Pattern LEASE = Pattern.compile("\\{\"lease\":\"([A-Za-z0-9-]+)\"}");

    /** Not the default recycler: its buffers belong to threads, so each virtual thread would allocate new ones. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private CacheEntryJson() {}

    /** Returns a cache entry without its first two fields, which {@link CacheScripts} add. */
    static byte[] write(User user) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(entry)) {
            json.writeStartObject();
            json.writeNumberField("id", user.id().value());
            json.writeStringField("email", user.email().value());
            json.writeStringField("name", user.name());
            json.writeStringField("bio", user.bio());
            json.writeBooleanField("verified", user.verified());
            json.writeStringField("role", user.role().name());
            UserId creator = user.createdBy();
            if (creator == null) {
                json.writeNullField("createdBy");
            } else {
                json.writeNumberField("createdBy", creator.value());
            }
            json.writeStringField("createdAt", user.createdAt().toString());
            json.writeStringField("updatedAt", user.updatedAt().toString());
            json.writeNumberField("version", user.version());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot write to memory", impossible);
        }
        return entry.toByteArray();
    }

    /**
     * Reads the value under the key of that user; returns empty if this version does not write such values, or if it is
     * of another generation.
     */
    static Optional<Lookup> read(UserId id, byte[] value, String generation) {
        try (JsonParser json = JSON.createParser(value)) {
            json.nextToken();
            if ("format".equals(json.nextFieldName())) {
                return readUser(id, json, generation);
            }
        } catch (IOException | RuntimeException notUnderstood) {
            return Optional.empty();
        }
        if (Arrays.equals(value, DELETED)) {
            return Optional.of(new Deleted());
        }
        Matcher lease = LEASE.matcher(new String(value, StandardCharsets.ISO_8859_1));
        return lease.matches() && lease.group(1).startsWith(generation + "-")
                ? Optional.of(new Miss(Optional.of(new Lease(lease.group(1)))))
                : Optional.empty();
    }

    private static Optional<Lookup> readUser(UserId id, JsonParser json, String generation) throws IOException {
        if (json.nextIntValue(0) != FORMAT
                || !text(json, "generation").equals(generation)
                || number(json, "id") != id.value()) {
            return Optional.empty();
        }
        // Arguments are evaluated from left to right, in the order in which the fields are written.
        User user = new User(
                id,
                EmailAddress.stored(text(json, "email")),
                text(json, "name"),
                text(json, "bio"),
                flag(json, "verified"),
                Role.valueOf(text(json, "role")),
                creator(json),
                InstantParser.parse(text(json, "createdAt")),
                InstantParser.parse(text(json, "updatedAt")),
                number(json, "version"));
        boolean ended = json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        return ended ? Optional.of(new Hit(user)) : Optional.empty();
    }

    private static @Nullable UserId creator(JsonParser json) throws IOException {
        JsonToken token = field(json, "createdBy");
        return token == JsonToken.VALUE_NULL ? null : new UserId(number(json, token));
    }

    private static String text(JsonParser json, String field) throws IOException {
        return checked(field(json, field) == JsonToken.VALUE_STRING, json).getText();
    }

    private static boolean flag(JsonParser json, String field) throws IOException {
        JsonToken token = field(json, field);
        return checked(token.isBoolean(), json) == json && token == JsonToken.VALUE_TRUE;
    }

    private static long number(JsonParser json, String field) throws IOException {
        return number(json, field(json, field));
    }

    private static long number(JsonParser json, JsonToken token) throws IOException {
        return checked(token == JsonToken.VALUE_NUMBER_INT, json).getLongValue();
    }

    private static JsonToken field(JsonParser json, String name) throws IOException {
        return checked(name.equals(json.nextFieldName()), json).nextToken();
    }

    private static JsonParser checked(boolean ok, JsonParser json) {
        if (!ok) {
            throw new IllegalArgumentException("unexpected " + json.currentToken());
        }
        return json;
    }
}
