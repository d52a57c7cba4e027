/**
 * Access tokens as JSON Web Tokens (RFC 7519). They are signed, so every node with the same secret can verify them,
 * and nothing is stored.
 */
@NullMarked
package dev.roster.adapters.http.jwt;

import org.jspecify.annotations.NullMarked;
