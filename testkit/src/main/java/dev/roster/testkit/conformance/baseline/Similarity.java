package dev.roster.testkit.conformance.baseline;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped id may have meant. */
final class Similarity {

    private Similarity() {}

    /** Returns the text with the least edit distance (Levenshtein) to another; empty if there are no texts. */
    static Optional<String> closest(String mistyped, Collection<String> texts) {
        return texts.stream().min(Comparator.comparing(text -> distance(mistyped, text)));
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
