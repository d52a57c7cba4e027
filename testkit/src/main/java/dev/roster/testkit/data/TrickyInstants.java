package dev.roster.testkit.data;

import java.time.Instant;
import java.util.List;

/** Instants that some storages change: finer than a microsecond, close to the next second, or before 1970. */
public final class TrickyInstants {

    public static final List<Instant> ALL = List.of(
            Instant.parse("2023-01-01T00:00:00.000001Z"),
            Instant.parse("2023-01-01T00:00:00.123456789Z"),
            Instant.parse("2023-12-31T23:59:59.999999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("2016-12-31T23:59:59Z"));

    private TrickyInstants() {}
}
