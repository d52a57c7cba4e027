package dev.roster.domain;

/**
 * One invalid value in a request.
 *
 * @param field the invalid field, named as in the request
 * @param message what is wrong with it, a phrase that follows the field's name: "must have 1 to 100 characters, has 0"
 */
public record Violation(String field, String message) {

    @Override
    public String toString() {
        return field + " " + message;
    }
}
