package dev.roster.adapters.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.application.port.UserCache.Gone;
import dev.roster.application.port.UserCache.Hit;
import dev.roster.application.port.UserCache.Lease;
import dev.roster.application.port.UserCache.Lookup;
import dev.roster.application.port.UserCache.Miss;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.Role;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is under a user's key, as JSON. {@link CacheScripts} goes by how it begins and ends: a copy begins with its format
 * and ends with its version. Another shape is another format, with a number of its own.
 */
final class UserJson {

    private static final int FORMAT = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private UserJson() {}

    static byte[] write(User user) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("id", user.id().value());
        json.put("email", user.email().value());
        json.put("name", user.name());
        json.put("bio", user.bio());
        json.put("verified", user.verified());
        json.put("role", user.role().name());
        UserId creator = user.createdBy();
        json.put("createdBy", creator == null ? null : (Long) creator.value());
        json.put("createdAt", user.createdAt().toString());
        json.put("updatedAt", user.updatedAt().toString());
        json.put("version", user.version());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of strings and numbers can be written", impossible);
        }
    }

    /** Reads what is under the key of that user; empty if it is nothing that this version puts there. */
    static Optional<Lookup> read(UserId id, byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            if (json.path("deleted").booleanValue()) {
                return Optional.of(new Gone());
            }
            if (json.has("lease")) {
                return Optional.of(new Miss(Optional.of(new Lease(text(json, "lease")))));
            }
            boolean copy = number(json, "format") == FORMAT && number(json, "id") == id.value();
            return copy ? Optional.of(new Hit(user(id, json))) : Optional.empty();
        } catch (IOException | RuntimeException notUnderstood) {
            return Optional.empty();
        }
    }

    private static User user(UserId id, JsonNode json) {
        return new User(
                id,
                new EmailAddress(text(json, "email")),
                text(json, "name"),
                text(json, "bio"),
                flag(json, "verified"),
                Role.valueOf(text(json, "role")),
                creator(json),
                Instant.parse(text(json, "createdAt")),
                Instant.parse(text(json, "updatedAt")),
                number(json, "version"));
    }

    private static @Nullable UserId creator(JsonNode json) {
        return json.required("createdBy").isNull() ? null : new UserId(number(json, "createdBy"));
    }

    private static String text(JsonNode json, String field) {
        return checked(json.required(field).isTextual(), json, field).textValue();
    }

    private static boolean flag(JsonNode json, String field) {
        return checked(json.required(field).isBoolean(), json, field).booleanValue();
    }

    private static long number(JsonNode json, String field) {
        JsonNode number = json.required(field);
        return checked(number.isIntegralNumber() && number.canConvertToLong(), json, field)
                .longValue();
    }

    private static JsonNode checked(boolean ok, JsonNode json, String field) {
        if (!ok) {
            throw new IllegalArgumentException("not what " + field + " should be");
        }
        return json.required(field);
    }
}
