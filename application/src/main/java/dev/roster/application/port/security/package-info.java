/**
 * Password hashing, access tokens, one-time tokens and login throttling, with the values that they exchange. Depends
 * on no other port.
 */
@NullMarked
package dev.roster.application.port.security;

import org.jspecify.annotations.NullMarked;
