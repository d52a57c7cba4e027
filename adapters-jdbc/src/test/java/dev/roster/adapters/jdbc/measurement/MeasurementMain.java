package dev.roster.adapters.jdbc.measurement;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import java.util.Arrays;
import java.util.List;

/** The program that measure-pages.sh runs. */
final class MeasurementMain {

    private MeasurementMain() {}

    /**
     * Runs one measurement.
     *
     * @param args {@code upkeep}, or {@code POSTGRES} or {@code H2_FILE} followed by numbers of posts
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("upkeep")) {
            PostTotalsMeasurement.run();
        } else {
            List<Integer> sizes =
                    Arrays.stream(args).skip(1).map(Integer::valueOf).toList();
            PageMeasurement.run(Kind.valueOf(args[0]), sizes);
        }
    }
}
