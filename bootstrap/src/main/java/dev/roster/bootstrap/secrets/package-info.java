/**
 * Generates random secrets with the platform's secure random number generator.
 */
@NullMarked
package dev.roster.bootstrap.secrets;

import org.jspecify.annotations.NullMarked;
