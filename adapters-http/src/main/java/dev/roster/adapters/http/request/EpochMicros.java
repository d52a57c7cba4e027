package dev.roster.adapters.http.request;

import java.time.Instant;

/** Microseconds since 1970, for texts that stand for a time. {@code ChronoUnit.MICROS} counts 292 years only. */
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
