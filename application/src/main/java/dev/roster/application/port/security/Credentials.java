package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;

/**
 * Credentials of a user.
 *
 * @param userId the user
 * @param passwordHash hash of the current password
 * @param sessionEpoch generation of the user's valid sessions; access tokens of an older epoch are rejected. Starts at
 *     1 and never decreases
 */
public record Credentials(UserId userId, PasswordHash passwordHash, long sessionEpoch) {}
