/**
 * Password hashing with Argon2id (RFC 9106), on Bouncy Castle. The hashes are text in the PHC string format, as the
 * reference implementation writes it, so other programs can check them.
 */
@NullMarked
package dev.roster.bootstrap.argon2;

import org.jspecify.annotations.NullMarked;
