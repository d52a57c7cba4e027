package dev.roster.testkit.arch.planted.ownclock.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.IsoChronology;
import java.util.Calendar;
import java.util.Date;
import java.util.function.Supplier;

/** Breaks the rule in each line. */
public final class Order {

    final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    final ChronoLocalDate here = IsoChronology.INSTANCE.dateNow(ZoneOffset.UTC);
    final Supplier<Instant> now = Instant::now;

    @SuppressWarnings("JavaUtilDate") // on purpose
    final Supplier<Date> date = Date::new;

    @SuppressWarnings("JavaUtilDate") // on purpose
    final Date made = new Date();

    final Calendar calendar = Calendar.getInstance();
}
