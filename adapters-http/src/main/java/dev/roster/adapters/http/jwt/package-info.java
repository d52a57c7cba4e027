/**
 * {@link dev.roster.application.port.AccessTokens} as JSON Web Tokens (RFC 7519): signed, so that any node with the
 * same secret can check what another issued, and nothing is stored.
 */
@NullMarked
package dev.roster.adapters.http.jwt;

import org.jspecify.annotations.NullMarked;
