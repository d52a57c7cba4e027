package dev.roster.domain;

import java.util.List;
import java.util.stream.Collectors;

/** Values were rejected by rules of the domain; nothing was written. */
public final class InvalidValueException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** Creates an exception with one violation. */
    public InvalidValueException(String field, String message) {
        this(List.of(new Violation(field, message)));
    }

    /**
     * @param violations all violations found, at least one
     */
    public InvalidValueException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** Returns all violations found, at least one. */
    public List<Violation> violations() {
        return violations;
    }
}
