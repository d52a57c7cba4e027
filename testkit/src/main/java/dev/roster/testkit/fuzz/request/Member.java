package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Member of a JSON object, field of a form, or query parameter.
 *
 * @param key the encoded name, without the quotation marks of JSON
 * @param value the encoded value
 * @param schema the schema of the value
 */
record Member(String key, String value, JsonNode schema) {

    Member withValue(String other) {
        return new Member(key, other, schema);
    }

    Member withKey(String other) {
        return new Member(other, value, schema);
    }
}
