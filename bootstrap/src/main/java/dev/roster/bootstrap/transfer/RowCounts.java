package dev.roster.bootstrap.transfer;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Counts the rows of an export or import, and reports the progress. */
public final class RowCounts {

    private static final int ROWS_PER_REPORT = 50_000;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private final Consumer<String> progress;
    private long total;

    /**
     * Creates counts of zero.
     *
     * @param progress receives a line after each 50,000 rows
     */
    public RowCounts(Consumer<String> progress) {
        this.progress = progress;
    }

    void add(String table) {
        counts.merge(table, 1L, Long::sum);
        total++;
        if (total % ROWS_PER_REPORT == 0) {
            progress.accept(total + " rows, now in " + table);
        }
    }

    /** Returns the number of rows of all tables. */
    public long total() {
        return total;
    }

    /** Returns the numbers of rows, the time, and the users per second. */
    public String summary() {
        double seconds = Math.max(1, (System.nanoTime() - start) / 1_000_000) / 1000.0;
        String tables = counts.isEmpty()
                ? "no rows"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
        long users = counts.getOrDefault("users", 0L);
        return String.format(Locale.ROOT, "%s in %.1f s (%.0f users per second)", tables, seconds, users / seconds);
    }
}
