package dev.roster.application.port.security;

import dev.roster.domain.user.UserId;

/**
 * What a user logs in with.
 *
 * @param userId whose they are
 * @param passwordHash the hash of the current password
 * @param sessionEpoch the generation of sessions that are valid: access tokens of an older one are refused. Starts at 1,
 *     and only grows
 */
public record Credentials(UserId userId, PasswordHash passwordHash, long sessionEpoch) {}
