package dev.roster.adapters.http.jetty;

import java.time.Duration;

/**
 * Time limit for a body: a grace period, extended by the time that the received bytes take at a minimum rate, up to a
 * maximum. The defaults for grace period and rate are those of the Apache server (mod_reqtimeout), with half the grace.
 *
 * @param grace time for the first bytes
 * @param bytesPerSecond minimum rate after the grace period
 * @param max maximum time for the whole body
 */
record BodyDeadline(Duration grace, int bytesPerSecond, Duration max) {

    static final BodyDeadline DEFAULT = new BodyDeadline(Duration.ofSeconds(10), 500, Duration.ofSeconds(30));

    /** Returns how long to wait for the next bytes; zero or negative if the body is too late. */
    Duration remaining(Duration elapsed, long receivedBytes) {
        Duration allowed = grace.plusSeconds(receivedBytes / bytesPerSecond);
        return (allowed.compareTo(max) < 0 ? allowed : max).minus(elapsed);
    }
}
