package dev.roster.bootstrap.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The measured values of one figure of one server, in the order of the rounds. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** Returns the ratios to another series, round by round. Both values of a ratio are from the same round. */
    Samples ratiosTo(Samples other) {
        Samples ratios = new Samples();
        IntStream.range(0, values.size()).forEach(i -> ratios.add(values.get(i) / other.values.get(i)));
        return ratios;
    }

    /** Returns the median and, in parentheses, the minimum and maximum. */
    @Override
    public String toString() {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return String.format("%s (%s … %s)", format(median), format(sorted.get(0)), format(sorted.get(size - 1)));
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
