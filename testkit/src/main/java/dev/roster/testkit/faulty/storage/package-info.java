/** Planted faults of storages: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.storage;

import org.jspecify.annotations.NullUnmarked;
