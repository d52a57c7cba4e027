package dev.roster.adapters.http.request;

import static java.util.Objects.requireNonNull;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violations;
import dev.roster.domain.user.UserId;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The query parameters of a list, except the cursor {@code after} of posts, which {@code PostCursors} parses. Accessors
 * throw {@link InvalidValueException} with the parameter's name if the value has the wrong type, is not percent-encoded
 * UTF-8, or is given more than once.
 */
public final class ListQuery {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private final FormFields parameters;

    private ListQuery(FormFields parameters) {
        this.parameters = parameters;
    }

    public static ListQuery of(Context ctx) {
        return parse(Optional.ofNullable(ctx.queryString()).orElse(""));
    }

    /** Parses a query string without the question mark. */
    static ListQuery parse(String query) {
        return new ListQuery(FormFields.parse(query));
    }

    /** Returns whether the parameter was sent, with any value. */
    public boolean has(String parameter) {
        return parameters.has(parameter);
    }

    public Optional<String> text(String parameter) {
        return parameters.optionalText(parameter);
    }

    /** Returns the page request in {@code page} and {@code size}. The exception lists both if both are invalid. */
    public PageRequest page() {
        Violations faults = new Violations();
        Integer page = faults.collect(() -> new PageRequest(integerOrDefault("page", 1), 1).page());
        Integer size = faults.collect(this::size);
        faults.throwIfAny();
        return new PageRequest(requireNonNull(page), requireNonNull(size));
    }

    /** Returns the maximum number of items in {@code size}, or the default if absent. */
    public int size() {
        return new PageRequest(1, integerOrDefault("size", PageRequest.DEFAULT_SIZE)).size();
    }

    public Optional<Boolean> booleanIfPresent(String parameter) {
        return text(parameter).map(value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValueException(parameter, "must be true or false");
        });
    }

    public Optional<UserId> user(String parameter) {
        return text(parameter)
                .map(value -> UserId.parse(value)
                        .orElseThrow(() -> new InvalidValueException(parameter, "must be the id of a user")));
    }

    private int integerOrDefault(String parameter, int absent) {
        Optional<String> text = text(parameter);
        if (text.isEmpty()) {
            return absent;
        }
        if (!INTEGER.matcher(text.get()).matches()) {
            throw new InvalidValueException(parameter, "must be a whole number");
        }
        long value = Long.parseLong(text.get());
        if (value != (int) value) {
            throw new InvalidValueException(parameter, "must be from 1 to " + Integer.MAX_VALUE + ", was " + value);
        }
        return (int) value;
    }
}
