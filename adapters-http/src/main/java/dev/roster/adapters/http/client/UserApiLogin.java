package dev.roster.adapters.http.client;

import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.AccessToken;

/**
 * What a login gives. Shows no secret in {@link #toString()}.
 *
 * @param user who logged in
 * @param token what to show from now on
 */
public record UserApiLogin(DirectoryUser user, AccessToken token) {}
