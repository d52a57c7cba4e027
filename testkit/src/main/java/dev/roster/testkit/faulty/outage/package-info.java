/** Planted faults of adapters whose servers become unavailable: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.outage;

import org.jspecify.annotations.NullUnmarked;
