/**
 * What Roster does, as plain service classes over the {@linkplain dev.roster.application.port ports}. Authorization is
 * decided here, so it holds whoever calls: a method that only signed-in callers may use takes a
 * {@link dev.roster.application.Caller}, which {@link dev.roster.application.AuthService#authenticate} hands out. All
 * services are safe for use by many threads at once; infrastructure failures pass through them as the ports declare.
 */
@NullMarked
package dev.roster.application;

import org.jspecify.annotations.NullMarked;
