package dev.roster.adapters.http.request;

import java.time.Instant;

/** Converts instants to microseconds since 1970. {@code ChronoUnit.MICROS} overflows after 292 years. */
public final class EpochMicros {

    private static final long PER_SECOND = 1_000_000;

    private EpochMicros() {}

    public static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 1_000;
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }
}
