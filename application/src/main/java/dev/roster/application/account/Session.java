package dev.roster.application.account;

import dev.roster.application.port.security.AccessToken;
import dev.roster.domain.user.User;

/**
 * Result of a login.
 *
 * @param user the authenticated user
 * @param token the access token for further requests
 * @param loginHint the hint for further logins of this client
 */
public record Session(User user, AccessToken token, AccessToken loginHint) {}
