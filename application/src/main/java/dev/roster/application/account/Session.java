package dev.roster.application.account;

import dev.roster.application.port.security.AccessToken;
import dev.roster.domain.user.User;

/**
 * Result of a login.
 *
 * @param user the authenticated user
 * @param token the access token for further requests
 */
public record Session(User user, AccessToken token) {}
