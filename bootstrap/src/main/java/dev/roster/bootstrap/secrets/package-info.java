/** Random secrets from the platform's secure generator. */
@NullMarked
package dev.roster.bootstrap.secrets;

import org.jspecify.annotations.NullMarked;
