package dev.roster.adapters.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
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
 * a cache entry begins with its format and ends with its version. Any change, even of the order of the fields, requires
 * a new format number.
 */
final class CacheEntryJson {

    private static final int FORMAT = 1;

    private static final SerializableString FORMAT_FIELD = new SerializedString("format");
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString EMAIL = new SerializedString("email");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString BIO = new SerializedString("bio");
    private static final SerializableString VERIFIED = new SerializedString("verified");
    private static final SerializableString ROLE = new SerializedString("role");
    private static final SerializableString CREATED_BY = new SerializedString("createdBy");
    private static final SerializableString CREATED_AT = new SerializedString("createdAt");
    private static final SerializableString UPDATED_AT = new SerializedString("updatedAt");
    private static final SerializableString VERSION = new SerializedString("version");

    private static final byte[] TOMBSTONE = "{\"deleted\":true}".getBytes(US_ASCII);
    private static final Pattern LEASE = Pattern.compile("\\{\"lease\":\"([A-Za-z0-9-]+)\"}");

    /** Not the default recycler: its buffers belong to threads, so each virtual thread would allocate new ones. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private CacheEntryJson() {}

    static byte[] write(User user) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(entry)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
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

    /** Reads the value under the key of that user; returns empty if this version does not write such values. */
    static Optional<Lookup> read(UserId id, byte[] value) {
        try (JsonParser json = JSON.createParser(value)) {
            json.nextToken();
            if (json.nextFieldName(FORMAT_FIELD)) {
                return readUser(id, json);
            }
        } catch (IOException | RuntimeException notUnderstood) {
            return Optional.empty();
        }
        if (Arrays.equals(value, TOMBSTONE)) {
            return Optional.of(new Deleted());
        }
        Matcher lease = LEASE.matcher(new String(value, StandardCharsets.ISO_8859_1));
        return lease.matches() ? Optional.of(new Miss(Optional.of(new Lease(lease.group(1))))) : Optional.empty();
    }

    private static Optional<Lookup> readUser(UserId id, JsonParser json) throws IOException {
        if (json.nextIntValue(0) != FORMAT || number(json, ID) != id.value()) {
            return Optional.empty();
        }
        // Arguments are evaluated from left to right, in the order in which the fields are written.
        User user = new User(
                id,
                new EmailAddress(text(json, EMAIL)),
                text(json, NAME),
                text(json, BIO),
                flag(json, VERIFIED),
                Role.valueOf(text(json, ROLE)),
                creator(json),
                InstantParser.parse(text(json, CREATED_AT)),
                InstantParser.parse(text(json, UPDATED_AT)),
                number(json, VERSION));
        boolean ended = json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        return ended ? Optional.of(new Hit(user)) : Optional.empty();
    }

    private static @Nullable UserId creator(JsonParser json) throws IOException {
        JsonToken token = field(json, CREATED_BY);
        return token == JsonToken.VALUE_NULL ? null : new UserId(number(json, token));
    }

    private static String text(JsonParser json, SerializableString field) throws IOException {
        return checked(field(json, field) == JsonToken.VALUE_STRING, json).getText();
    }

    private static boolean flag(JsonParser json, SerializableString field) throws IOException {
        JsonToken token = field(json, field);
        return checked(token.isBoolean(), json) == json && token == JsonToken.VALUE_TRUE;
    }

    private static long number(JsonParser json, SerializableString field) throws IOException {
        return number(json, field(json, field));
    }

    private static long number(JsonParser json, JsonToken token) throws IOException {
        return checked(token == JsonToken.VALUE_NUMBER_INT, json).getLongValue();
    }

    private static JsonToken field(JsonParser json, SerializableString name) throws IOException {
        return checked(json.nextFieldName(name), json).nextToken();
    }

    private static JsonParser checked(boolean ok, JsonParser json) {
        if (!ok) {
            throw new IllegalArgumentException("unexpected " + json.currentToken());
        }
        return json;
    }
}
