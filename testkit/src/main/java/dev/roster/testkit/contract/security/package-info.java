/**
 * Contracts of the security ports: password hashers, access tokens, one-time token generators and login throttles.
 */
@NullMarked
package dev.roster.testkit.contract.security;

import org.jspecify.annotations.NullMarked;
