package dev.roster.testkit.data;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Instants that some storages change: finer than a microsecond, close to the next second, before 1970, or far away. */
public final class TrickyInstants {

    public static final List<Instant> ALL = List.of(
            Instant.parse("2023-01-01T00:00:00.000001Z"),
            Instant.parse("2023-01-01T00:00:00.123456789Z"),
            Instant.parse("2023-12-31T23:59:59.999999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("2016-12-31T23:59:59Z"),
            Instant.parse("1899-12-31T23:59:59.000001Z"),
            Instant.parse("2038-01-19T03:14:08.000001Z"), // seconds of more than 31 bits
            Instant.parse("2999-12-31T23:59:59.999999Z")); // nanoseconds of more than 63 bits

    private TrickyInstants() {}

    /** Returns an instant and others before and after it, at distances from a microsecond to centuries. */
    public static List<Instant> around(Instant instant) {
        return List.of(
                instant.plusSeconds(60),
                instant.minusSeconds(3_600),
                instant,
                instant.plus(1, ChronoUnit.MICROS),
                instant.minus(1, ChronoUnit.MICROS),
                Instant.parse("1899-12-31T23:59:59.000001Z"),
                Instant.parse("2999-12-31T23:59:59.999999Z"));
    }
}
