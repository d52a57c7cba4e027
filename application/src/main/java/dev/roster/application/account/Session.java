package dev.roster.application.account;

import dev.roster.application.port.security.AccessToken;
import dev.roster.domain.user.User;

/**
 * What a login gives.
 *
 * @param user who logged in
 * @param token what to show from now on
 */
public record Session(User user, AccessToken token) {}
