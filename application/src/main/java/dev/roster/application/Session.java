package dev.roster.application;

import dev.roster.application.port.AccessToken;
import dev.roster.domain.User;

/**
 * What a login gives.
 *
 * @param user who logged in
 * @param token what to show from now on
 */
public record Session(User user, AccessToken token) {}
