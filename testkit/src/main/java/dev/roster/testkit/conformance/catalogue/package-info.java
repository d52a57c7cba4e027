/** Lists of the clauses of a version of the contracts, for readers, reports and programs in any language. */
@NullMarked
package dev.roster.testkit.conformance.catalogue;

import org.jspecify.annotations.NullMarked;
