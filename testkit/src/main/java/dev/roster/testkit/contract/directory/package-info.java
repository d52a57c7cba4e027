/** Contract of the user directory. */
@NullMarked
package dev.roster.testkit.contract.directory;

import org.jspecify.annotations.NullMarked;
