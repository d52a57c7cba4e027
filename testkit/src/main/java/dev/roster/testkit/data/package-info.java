/** Test data with defaults for everything and overrides for what a test is about, unique by construction. */
@NullMarked
package dev.roster.testkit.data;

import org.jspecify.annotations.NullMarked;
