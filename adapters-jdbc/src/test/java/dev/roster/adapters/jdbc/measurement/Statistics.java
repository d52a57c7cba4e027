package dev.roster.adapters.jdbc.measurement;

import java.util.List;

/** Figures out of figures. */
final class Statistics {

    private Statistics() {}

    static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
