package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roster.testkit.conformance.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Generator of values that are valid according to the document. */
final class ValueGenerator {

    private static final List<String> LETTERS = List.of("a", "Z", "0", " b", "é", "ß", "漢", "ש", "😀", "e\u0301");
    private static final int MAX_LENGTH = 300;

    private final FuzzFixture fixture;

    ValueGenerator(FuzzFixture ground) {
        this.fixture = ground;
    }

    /** Returns a valid value, preferably one that exists on the server. */
    JsonNode valid(Operation operation, String name, JsonNode schema, RandomSource dice) {
        Optional<String> meaningful = dice.percent(80) ? fixture.value(operation, name, dice) : Optional.empty();
        if (meaningful.isEmpty()) {
            return valid(schema, dice);
        }
        boolean isText = schema.path("type").asText("string").equals("string");
        return isText ? TextNode.valueOf(meaningful.get()) : LongNode.valueOf(Long.parseLong(meaningful.get()));
    }

    private JsonNode valid(JsonNode schema, RandomSource dice) {
        if (schema.path("nullable").asBoolean() && dice.percent(10)) {
            return NullNode.getInstance();
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(dice.nextInt(schema.path("enum").size()));
        }
        if (schema.has("example") && dice.percent(40)) {
            return schema.path("example");
        }
        return switch (schema.path("type").asText("string")) {
            case "integer", "number" -> {
                long least = schema.path("minimum").asLong(0);
                long most = schema.path("maximum").asLong(Integer.MAX_VALUE);
                yield LongNode.valueOf(dice.percent(10) ? most : Math.min(most, least + dice.nextInt(50)));
            }
            case "boolean" -> BooleanNode.valueOf(dice.percent(50));
            case "array" -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (int i = dice.nextInt(3); i >= 0; i--) {
                    array.add(valid(schema.path("items"), dice));
                }
                yield array;
            }
            case "object" -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                schema.path("properties")
                        .properties()
                        .forEach(each -> object.set(each.getKey(), valid(each.getValue(), dice)));
                yield object;
            }
            default -> TextNode.valueOf(text(schema, dice));
        };
    }

    private static String text(JsonNode schema, RandomSource dice) {
        return switch (schema.path("format").asText()) {
            case "date-time" -> "2023-01-01T00:00:00Z";
            case "date" -> "2023-01-01";
            case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
            case "email" -> "someone@example.com";
            default -> {
                int least = schema.path("minLength").asInt(0);
                int most = Math.max(
                        least, Math.min(MAX_LENGTH, schema.path("maxLength").asInt(MAX_LENGTH)));
                yield ofLength(dice.percent(30) ? most : Math.min(most, least + dice.nextInt(20)), dice);
            }
        };
    }

    private static String ofLength(int codePoints, RandomSource dice) {
        StringBuilder text = new StringBuilder();
        for (int left = codePoints; left > 0; ) {
            String more = left == 1 ? "x" : dice.oneOf(LETTERS);
            text.append(more);
            left -= more.codePointCount(0, more.length());
        }
        return text.toString();
    }

    /** Returns the members of a valid body: all required ones and some optional ones. */
    List<Member> members(Operation operation, JsonNode schema, boolean json, RandomSource dice) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Member> members = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            if (required.contains(name) || dice.percent(50)) {
                JsonNode value = valid(operation, name, property.getValue(), dice);
                String raw = json ? ByteText.utf8(value.toString()) : Encodings.percent(value.asText());
                members.add(new Member(name, raw, property.getValue()));
            }
        });
        return members;
    }
}
