/** Planted faults of security ports: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.security;

import org.jspecify.annotations.NullUnmarked;
