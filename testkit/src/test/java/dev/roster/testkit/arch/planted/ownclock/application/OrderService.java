package dev.roster.testkit.arch.planted.ownclock.application;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Breaks the rule in each line. */
public final class OrderService {

    final Clock utc = Clock.systemUTC();
    final Clock seconds = Clock.tickSeconds(ZoneOffset.UTC);
    final InstantSource source = InstantSource.system();

    long asked() {
        return System.currentTimeMillis();
    }
}
