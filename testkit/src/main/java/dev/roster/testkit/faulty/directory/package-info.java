/** Planted faults of user directories: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.directory;

import org.jspecify.annotations.NullUnmarked;
