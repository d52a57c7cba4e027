package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A member of a JSON object, a field of a form, or a query parameter.
 *
 * @param key as it is sent, but without the quotation marks of JSON
 * @param value as it is sent
 * @param schema of the value
 */
record Member(String key, String value, JsonNode schema) {

    Member withValue(String other) {
        return new Member(key, other, schema);
    }

    Member withKey(String other) {
        return new Member(other, value, schema);
    }
}
