/**
 * Generates random secrets, and creates files that keep secrets from other users.
 */
@NullMarked
package dev.roster.bootstrap.secrets;

import org.jspecify.annotations.NullMarked;
