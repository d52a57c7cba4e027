/** Planted faults of storages that show only if calls meet at a certain time. */
@NullUnmarked
package dev.roster.testkit.faulty.storage.race;

import org.jspecify.annotations.NullUnmarked;
