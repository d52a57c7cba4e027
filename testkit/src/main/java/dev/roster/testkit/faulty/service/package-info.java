/** Planted faults of storages, caches, hashers and throttles under the application services: broken implementations that the contracts must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.service;

import org.jspecify.annotations.NullUnmarked;
