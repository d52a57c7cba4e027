package dev.roster.testkit.contract.storage;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Default time zones of the JVM, with and without daylight saving time, each with a default locale that has another
 * calendar or other digits. Its callers hold the locks of both.
 */
final class TimeZones {

    private static final List<String> ZONES =
            List.of("America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Europe/Berlin", "UTC");
    private static final List<String> LOCALES =
            List.of("en-US", "th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "ja-JP-u-ca-japanese", "tr-TR");

    private TimeZones() {}

    /** Returns times that a zone skips or repeats. */
    static List<Instant> times() {
        return List.of(
                at("2023-03-12T02:30:00", "America/New_York"), // skipped there
                at("2023-11-05T01:30:00", "America/New_York"), // occurs twice there
                at("2023-11-05T01:30:00", "America/New_York").plusSeconds(3600),
                at("2023-03-26T02:30:00", "Europe/Berlin"),
                at("2023-10-29T02:30:00", "Europe/Berlin"),
                Instant.parse("2011-12-30T12:00:00Z")); // on the day that Apia skipped
    }

    private static Instant at(String local, String zone) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant();
    }

    /**
     * Stores values in each time zone, and reads them in the same one and in the next one. Then the defaults of the JVM
     * are as before.
     *
     * @param store stores values and returns them
     * @param check asserts that one of them is read as it was stored
     */
    static <T> void storeAndRead(Callable<List<T>> store, Consumer<T> check) throws Exception {
        TimeZone zone = TimeZone.getDefault();
        Locale locale = Locale.getDefault();
        try {
            for (int i = 0; i < ZONES.size(); i++) {
                set(i);
                List<T> stored = store.call();
                stored.forEach(check);
                set(i + 1);
                stored.forEach(check);
            }
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(locale);
        }
    }

    private static void set(int number) {
        TimeZone.setDefault(TimeZone.getTimeZone(ZONES.get(number % ZONES.size())));
        Locale.setDefault(Locale.forLanguageTag(LOCALES.get(number % LOCALES.size())));
    }
}
