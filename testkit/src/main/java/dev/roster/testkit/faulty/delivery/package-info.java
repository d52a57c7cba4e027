/** Planted faults of email and notification services: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.delivery;

import org.jspecify.annotations.NullUnmarked;
