package dev.roster.testkit.conformance.baseline;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Known deviations of an implementation: the clauses that it does not keep, each with a reason. A clause in the
 * baseline that fails is <em>deviating</em>; one that passes is an error, as the entry is stale. The file is JSON:
 *
 * <pre>{@code
 * { "deviations": [
 *     { "clause": "users.mailbox-unique",
 *       "adapter": "SqliteUserRepositoryTest",
 *       "reason": "lower() of SQLite changes ASCII letters only",
 *       "link": "https://example.com/issues/7" } ] }
 * }</pre>
 *
 * {@code adapter}, the simple name of a test class, and {@code link} are optional. Immutable.
 */
public final class Baseline {

    /** Name of the file in the implementer's test resources. */
    public static final String RESOURCE = "conformance-baseline.json";

    private static final Baseline EMPTY = new Baseline("no baseline", List.of());

    private final String source;
    private final List<Deviation> deviations;

    private Baseline(String source, List<Deviation> deviations) {
        this.source = source;
        this.deviations = List.copyOf(deviations);
    }

    /** Returns a baseline without deviations. */
    public static Baseline empty() {
        return EMPTY;
    }

    /**
     * Reads a file.
     *
     * @throws BaselineException if it cannot be read, is malformed, or lists a clause twice
     */
    public static Baseline read(Path file) {
        try {
            return new Baseline(file.toString(), BaselineReader.read(Files.readAllBytes(file), file.toString()));
        } catch (IOException unreadable) {
            throw new BaselineException("the baseline " + file + " cannot be read: " + unreadable);
        }
    }

    /**
     * Reads the files named {@value #RESOURCE} on the class path; empty if there are none.
     *
     * @throws BaselineException if one cannot be read, is malformed, or lists a clause twice
     */
    public static Baseline onClassPath(ClassLoader loader) {
        List<Deviation> found = new ArrayList<>();
        try {
            for (URL resource : Collections.list(loader.getResources(RESOURCE))) {
                try (InputStream content = resource.openStream()) {
                    found.addAll(BaselineReader.read(content.readAllBytes(), RESOURCE));
                }
            }
        } catch (IOException unreadable) {
            throw new BaselineException("the baseline " + RESOURCE + " cannot be read: " + unreadable);
        }
        return found.isEmpty() ? EMPTY : new Baseline(RESOURCE, found);
    }

    /** Returns the entry for a clause of an implementation. */
    public Optional<Deviation> find(String clause, String adapter) {
        return deviations.stream()
                .filter(each -> each.concerns(clause, adapter))
                .findFirst();
    }

    /** Returns the file from which the entries were read. */
    public String source() {
        return source;
    }

    /**
     * Returns what is wrong with entries that name a clause or a test class that does not exist; empty if nothing is.
     *
     * <p>An entry that names the implementation must be a clause of its contract; any other entry may be a clause of
     * another contract on the class path. An entry about a clause of the implementation's contract may name another
     * test class only if there is one.
     *
     * @param adapter the implementer's test class
     * @param own the ids of the clauses of its contract
     */
    public Optional<String> faults(Class<?> adapter, Collection<String> own) {
        if (deviations.isEmpty()) {
            return Optional.empty();
        }
        Set<String> all = KnownClauses.onClassPath(adapter.getClassLoader());
        all.addAll(own);
        String unknown = deviations.stream()
                .filter(each -> each.adapter().isPresent()
                        ? each.concerns(each.clause(), adapter.getSimpleName()) && !own.contains(each.clause())
                        : !all.contains(each.clause()))
                .map(each -> source + " lists the unknown clause " + each.clause() + "; "
                        + similar(each.clause(), each.adapter().isPresent() ? own : all))
                .collect(joining("\n"));
        String unreachable = deviations.stream()
                .filter(each -> own.contains(each.clause()))
                .filter(each -> each.adapter()
                        .filter(name -> !TestClasses.contain(name, adapter))
                        .isPresent())
                .map(each -> source + " lists " + each.clause() + " for the test class "
                        + each.adapter().orElseThrow() + ", which does not exist; did you mean "
                        + adapter.getSimpleName() + "?")
                .collect(joining("\n"));
        return Stream.of(unknown, unreachable)
                .filter(fault -> !fault.isEmpty())
                .reduce((one, other) -> one + "\n" + other);
    }

    private static String similar(String unknown, Collection<String> known) {
        List<String> nearest = Similarity.nearest(unknown, known);
        return nearest.isEmpty() ? "there are no clauses" : "did you mean " + String.join(" or ", nearest) + "?";
    }
}
