/** A simple client of the API, and planted faults of clients that the contract must detect. */
@NullUnmarked
package dev.roster.testkit.faulty.client;

import org.jspecify.annotations.NullUnmarked;
