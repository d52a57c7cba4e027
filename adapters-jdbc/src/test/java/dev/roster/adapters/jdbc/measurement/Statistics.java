package dev.roster.adapters.jdbc.measurement;

import java.util.List;

/** Statistics of measured values. */
final class Statistics {

    private Statistics() {}

    static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
