package dev.roster.testkit.contract.security;

import java.util.List;

/**
 * Estimates how many random bits secrets have, from the symbols at each position. A missing symbol is a symbol, too.
 * Estimates of thousands of secrets are wrong by a few hundredths of a bit.
 */
final class SecretStatistics {

    private static final double LN_2 = Math.log(2);

    private final int count;
    private final int length;
    private final int symbols;

    /** Number of the symbol at each position of each secret. */
    private final int[][] symbolAt;

    SecretStatistics(List<String> secrets) {
        this.count = secrets.size();
        this.length = secrets.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder alphabet = new StringBuilder("\0");
        this.symbolAt = new int[count][length];
        for (int i = 0; i < count; i++) {
            String secret = secrets.get(i);
            for (int position = 0; position < secret.length(); position++) {
                String symbol = secret.substring(position, position + 1);
                if (alphabet.indexOf(symbol) < 0) {
                    alphabet.append(symbol);
                }
                symbolAt[i][position] = alphabet.indexOf(symbol);
            }
        }
        this.symbols = alphabet.length();
    }

    int length() {
        return length;
    }

    /** Returns the sum of the entropies of all positions: an upper bound of the random bits of a secret. */
    double bits() {
        double sum = 0;
        for (int position = 0; position < length; position++) {
            int[] counts = new int[symbols];
            for (int[] secret : symbolAt) {
                counts[secret[position]]++;
            }
            int found = 0;
            for (int each : counts) {
                found += each > 0 ? 1 : 0;
            }
            // The correction of Miller and Madow.
            sum += entropy(counts, count) + (found - 1) / (2 * count * LN_2);
        }
        return sum;
    }

    /** Returns the mutual information of the symbols at two positions, in bits. */
    double shared(int one, int other) {
        return shared(one, other, 0);
    }

    /** Returns the mutual information of a symbol and the one of the next secret at the same position, in bits. */
    double sharedWithNext(int position) {
        return shared(position, position, 1);
    }

    private double shared(int one, int other, int distance) {
        int pairs = count - distance;
        int[] left = new int[symbols];
        int[] right = new int[symbols];
        int[] both = new int[symbols * symbols];
        for (int i = 0; i < pairs; i++) {
            int first = symbolAt[i][one];
            int second = symbolAt[i + distance][other];
            left[first]++;
            right[second]++;
            both[first * symbols + second]++;
        }
        return entropy(left, pairs) + entropy(right, pairs) - entropy(both, pairs);
    }

    private static double entropy(int[] counts, int total) {
        double sum = 0;
        for (int each : counts) {
            if (each > 1) {
                sum += each * Math.log(each);
            }
        }
        return (Math.log(total) - sum / total) / LN_2;
    }
}
