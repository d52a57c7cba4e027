/**
 * Measures {@code roster.jar} next to a bare server. These are programs started by {@code measure.sh}, not tests.
 */
@NullMarked
package dev.roster.bootstrap.measure;

import org.jspecify.annotations.NullMarked;
