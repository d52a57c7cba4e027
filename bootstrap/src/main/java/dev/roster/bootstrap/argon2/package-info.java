/**
 * Password hashing with Argon2id (RFC 9106) on Bouncy Castle. Hashes are strings in the PHC format, so other programs
 * can verify them.
 */
@NullMarked
package dev.roster.bootstrap.argon2;

import org.jspecify.annotations.NullMarked;
