package dev.roster.testkit.conformance.baseline;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what a mistyped id may have meant. */
final class Similarity {

    private static final int MAX_NEAREST = 3;

    private Similarity() {}

    /**
     * Returns the texts with the least edit distance (Levenshtein) to another, the nearest first: at most three, and
     * only the nearest if the others differ in more than a third of the characters.
     */
    static List<String> nearest(String mistyped, Collection<String> texts) {
        List<String> nearest = texts.stream()
                .sorted(Comparator.<String>comparingInt(text -> distance(mistyped, text))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_NEAREST)
                .toList();
        return nearest.stream()
                .filter(text -> text.equals(nearest.get(0)) || distance(mistyped, text) * 3 <= mistyped.length())
                .toList();
    }

    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
