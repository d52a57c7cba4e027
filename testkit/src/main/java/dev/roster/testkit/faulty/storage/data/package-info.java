/** Planted faults of the data of whole storages. */
@NullUnmarked
package dev.roster.testkit.faulty.storage.data;

import org.jspecify.annotations.NullUnmarked;
