/** Planted faults of caches: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.cache;

import org.jspecify.annotations.NullUnmarked;
