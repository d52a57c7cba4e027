package dev.roster.application.account;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.User;

/**
 * Result of a registration.
 *
 * @param user the new user
 * @param verificationToken the secret in the verification mail; must not be returned over a network or logged
 * @param sessionEpoch epoch of the user's first sessions
 */
public record Registration(User user, OneTimeSecret verificationToken, long sessionEpoch) {}
