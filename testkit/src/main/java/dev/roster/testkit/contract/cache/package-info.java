/** Contract of the user cache. */
@NullMarked
package dev.roster.testkit.contract.cache;

import org.jspecify.annotations.NullMarked;
