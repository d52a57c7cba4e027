package dev.roster.application.account;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.User;

/**
 * The outcome of a registration.
 *
 * @param user the new user
 * @param verificationToken the secret that the verification mail carries; never to be answered over a network or logged
 * @param sessionEpoch the epoch of the user's first sessions
 */
public record Registration(User user, OneTimeSecret verificationToken, long sessionEpoch) {}
