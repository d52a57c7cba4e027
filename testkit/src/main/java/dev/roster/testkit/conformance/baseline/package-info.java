/** Known deviations of an implementation from the contracts. Does not depend on JUnit. */
@NullMarked
package dev.roster.testkit.conformance.baseline;

import org.jspecify.annotations.NullMarked;
