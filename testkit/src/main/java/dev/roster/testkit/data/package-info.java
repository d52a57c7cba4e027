/**
 * Builders of test data with a default for every value, values that are unique in each call, and strings and instants
 * that storages have been known to change.
 */
@NullMarked
package dev.roster.testkit.data;

import org.jspecify.annotations.NullMarked;
