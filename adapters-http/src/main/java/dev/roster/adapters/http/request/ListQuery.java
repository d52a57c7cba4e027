package dev.roster.adapters.http.request;

import static java.util.Objects.requireNonNull;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violations;
import dev.roster.domain.user.UserId;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the query of a list asks for. Each accessor refuses what is not of its type, naming the parameter. */
public final class ListQuery {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private final FormFields parameters;

    private ListQuery(FormFields parameters) {
        this.parameters = parameters;
    }

    public static ListQuery of(Context ctx) {
        return parse(Optional.ofNullable(ctx.queryString()).orElse(""));
    }

    /** Reads a query, without its question mark. */
    static ListQuery parse(String query) {
        return new ListQuery(FormFields.parse(query));
    }

    /** Whether the parameter was sent, with whatever value. */
    public boolean has(String parameter) {
        return parameters.has(parameter);
    }

    /**
     * A text that may be absent.
     *
     * @throws InvalidValueException if it is given twice, or no UTF-8
     */
    public Optional<String> text(String parameter) {
        return parameters.optionalText(parameter);
    }

    /**
     * The page that {@code page} and {@code size} name.
     *
     * @throws InvalidValueException naming each of them that is at fault
     */
    public PageRequest page() {
        Violations faults = new Violations();
        Integer page = faults.collect(() -> new PageRequest(integerOrDefault("page", 1), 1).page());
        Integer size = faults.collect(this::size);
        faults.throwIfAny();
        return new PageRequest(requireNonNull(page), requireNonNull(size));
    }

    /**
     * How many items at most, by {@code size}.
     *
     * @throws InvalidValueException if that is at fault
     */
    public int size() {
        return new PageRequest(1, integerOrDefault("size", PageRequest.DEFAULT_SIZE)).size();
    }

    /**
     * Yes or no, if it was sent.
     *
     * @throws InvalidValueException if it is neither {@code true} nor {@code false}
     */
    public Optional<Boolean> booleanIfPresent(String parameter) {
        return text(parameter).map(value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValueException(parameter, "must be true or false");
        });
    }

    /**
     * A user, if one was sent.
     *
     * @throws InvalidValueException if it is no id
     */
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
