package dev.roster.testkit.conformance.catalogue;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.conformance.ClauseDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * List of all clauses of one version of the contracts. A version has the form {@code major.minor}. A minor version may
 * add clauses of each level, and may change or remove clauses of level {@link Level#SHOULD}; a clause of level
 * {@link Level#MUST} is removed, reworded or made dependent on a capability by a major version only. Immutable.
 *
 * @param version the version
 * @param clauses the clauses, sorted by id
 */
public record Catalogue(String version, List<ClauseDescription> clauses) {

    private static final Comparator<String> BY_VERSION = Comparator.<String>comparingInt(
                    version -> Integer.parseInt(version.split("\\.", 2)[0]))
            .thenComparingInt(version -> Integer.parseInt(version.split("\\.", 2)[1]));

    /** Sorts the clauses. */
    public Catalogue {
        if (!version.matches("\\d{1,4}\\.\\d{1,4}")) {
            throw new IllegalArgumentException("a version must have the form 1.0, but was " + version);
        }
        clauses = clauses.stream()
                .sorted(Comparator.comparing(ClauseDescription::id))
                .toList();
    }

    /** Returns the list of the clauses of some contracts, with their nested parts. */
    public static Catalogue of(String version, Collection<Class<?>> contracts) {
        return new Catalogue(
                version,
                contracts.stream()
                        .flatMap(contract -> ClauseDescription.of(contract).stream())
                        .toList());
    }

    /** Returns what is wrong with the clauses themselves, each as a sentence; empty if nothing is. */
    public List<String> faults() {
        List<String> found = new ArrayList<>();
        String previous = "";
        for (ClauseDescription clause : clauses) {
            if (clause.id().equals(previous)) {
                found.add("clause " + clause.id() + " occurs twice");
            }
            if (!clause.promise().endsWith(".")) {
                found.add("clause " + clause.id() + " has no promise that is a sentence");
            }
            if (BY_VERSION.compare(clause.since(), version) > 0) {
                found.add("clause " + clause.id() + " is new since " + clause.since() + ", but this version is "
                        + version);
            }
            previous = clause.id();
        }
        return found;
    }

    /**
     * Returns what this list must not change of an older one, each as a sentence; empty if it keeps all.
     *
     * @param older the list of an earlier version, or of this version as it was published
     */
    public List<String> changesForbiddenSince(Catalogue older) {
        boolean newMajor = !older.version.split("\\.", 2)[0].equals(version.split("\\.", 2)[0]);
        Map<String, ClauseDescription> before = byId(older);
        Map<String, ClauseDescription> now = byId(this);
        List<String> found = new ArrayList<>();
        if (!newMajor) {
            before.values().stream()
                    .filter(clause -> clause.level() == Level.MUST)
                    .map(clause -> changeOf(clause, now.get(clause.id())))
                    .filter(change -> !change.isEmpty())
                    .map(change -> change + " since version " + older.version + ", which requires a new major version")
                    .forEach(found::add);
        }
        now.values().stream()
                .filter(clause -> !before.containsKey(clause.id()))
                .filter(clause -> BY_VERSION.compare(clause.since(), older.version) <= 0)
                .map(clause -> "clause " + clause.id() + " says that it exists since " + clause.since()
                        + ", but version " + older.version + " does not contain it")
                .forEach(found::add);
        return found;
    }

    private static String changeOf(ClauseDescription before, @Nullable ClauseDescription now) {
        String clause = "clause " + before.id();
        if (now == null) {
            return clause + " is removed";
        }
        if (!now.promise().equals(before.promise())) {
            return clause + " is reworded";
        }
        if (now.level() != before.level()) {
            return clause + " has another level";
        }
        return before.needs().containsAll(now.needs()) ? "" : clause + " needs another capability";
    }

    private static Map<String, ClauseDescription> byId(Catalogue catalogue) {
        return catalogue.clauses.stream().collect(toMap(ClauseDescription::id, identity()));
    }
}
