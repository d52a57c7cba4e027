package dev.roster.testkit.conformance.selection;

import dev.roster.testkit.conformance.Clause;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Selection of clauses by patterns of their ids, such as {@code outbox.*,users.email-*}; an asterisk stands for any
 * characters. Immutable.
 */
public final class ClauseSelection {

    private final List<Pattern> ids;

    private ClauseSelection(List<Pattern> ids) {
        this.ids = ids;
    }

    /**
     * Reads patterns.
     *
     * @param patterns patterns, separated by commas
     * @throws IllegalArgumentException if there is none, or one contains other characters than ids have
     */
    public static ClauseSelection of(String patterns) {
        List<String> globs = Arrays.stream(patterns.split(",", -1))
                .map(String::strip)
                .filter(glob -> !glob.isEmpty())
                .toList();
        if (globs.isEmpty() || !globs.stream().allMatch(glob -> glob.matches("[a-z0-9.*-]+"))) {
            throw new IllegalArgumentException(
                    "clauses must be patterns of ids such as outbox.*,users.email-*, but were '" + patterns + "'");
        }
        return new ClauseSelection(globs.stream()
                .map(glob -> Pattern.compile(glob.replace(".", "\\.").replace("*", ".*")))
                .toList());
    }

    /**
     * Returns what is wrong with patterns; empty if nothing is.
     *
     * @param known the ids of all clauses, of which at least one must match
     */
    public static Optional<String> fault(String patterns, Collection<String> known) {
        try {
            ClauseSelection selection = of(patterns);
            return known.stream().anyMatch(selection::includes)
                    ? Optional.empty()
                    : Optional.of("clauses matches no clause: " + patterns);
        } catch (IllegalArgumentException invalid) {
            return Optional.of(String.valueOf(invalid.getMessage()));
        }
    }

    /** Returns whether a clause is selected. */
    public boolean includes(Clause clause) {
        return includes(clause.value());
    }

    /** Returns whether the clause with an id is selected. */
    public boolean includes(String id) {
        return ids.stream().anyMatch(pattern -> pattern.matcher(id).matches());
    }
}
