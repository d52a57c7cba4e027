package dev.roster.adapters.http.client;

import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.AccessToken;

/**
 * Result of a login. {@link #toString()} contains no secret.
 *
 * @param user the user who logged in
 * @param token the access token for further calls
 */
public record UserApiLogin(DirectoryUser user, AccessToken token) {}
