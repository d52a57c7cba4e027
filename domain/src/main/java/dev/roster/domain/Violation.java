package dev.roster.domain;

/**
 * One fault in what somebody sent.
 *
 * @param field the field at fault, as its sender names it
 * @param message what is wrong with it, to be read after the field's name: "must have 1 to 100 characters, has 0"
 */
public record Violation(String field, String message) {

    @Override
    public String toString() {
        return field + " " + message;
    }
}
